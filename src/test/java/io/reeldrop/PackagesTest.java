package io.reeldrop;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackagesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.reeldrop");
    /** Whom each package may use. The console, which brings everything together, may use anybody; only the sandbox's commands use it. */
    private static final Map<String, Set<String>> USES = Map.ofEntries(
            entry("job", Set.of()),
            entry("storage", Set.of()),
            entry("image", Set.of("job", "storage")),
            entry("receipt", Set.of("job", "storage")),
            entry("delivery", Set.of("job", "storage")),
            entry("drop", Set.of("image", "job", "storage")),
            entry("gateway", Set.of("image", "job", "receipt", "storage")),
            entry("monitor", Set.of("delivery", "job")),
            entry("runtime", Set.of("gateway", "job", "receipt", "storage")));

    static Set<String> rooms() {
        return USES.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_package_uses_those_that_it_may_and_no_others(String room) {
        String[] known = Stream.concat(Stream.of(room), USES.get(room).stream()).map(PackagesTest::inside).toArray(String[]::new);
        noClasses().that().resideInAPackage(inside(room)).should()
                .dependOnClassesThat(resideInAnyPackage("io.reeldrop..").and(not(resideInAnyPackage(known)))).check(CLASSES);
    }

    @Test
    void every_package_but_the_console_stands_in_the_table() {
        Set<String> others = Set.of("console", "sandbox");
        assertThat(CLASSES.stream().map(type -> type.getPackageName().split("\\.")[2]).filter(room -> !others.contains(room)).distinct())
                .containsExactlyInAnyOrderElementsOf(USES.keySet());
    }

    /** It lies in a jar of its own, which an application need not have. */
    @Test
    void nothing_in_the_bundle_knows_the_sandbox() {
        noClasses().that().resideOutsideOfPackage(inside("sandbox")).should().dependOnClassesThat().resideInAPackage(inside("sandbox"))
                .check(CLASSES);
    }

    @Test
    void the_stand_in_shares_nothing_with_what_it_is_to_test_and_its_commands_stand_on_the_terminal_and_the_pipeline() {
        noClasses().that().resideInAnyPackage("io.reeldrop.sandbox", "io.reeldrop.sandbox.dialect").should().dependOnClassesThat(
                resideInAPackage("io.reeldrop..").and(resideOutsideOfPackages("io.reeldrop.sandbox", "io.reeldrop.sandbox.dialect")))
                .check(CLASSES);
        noClasses().that().resideInAPackage(inside("sandbox")).should().dependOnClassesThat(resideInAPackage(inside("console")).and(
                resideOutsideOfPackages("io.reeldrop.console.terminal", "io.reeldrop.console.pipeline"))).check(CLASSES);
    }

    @Test
    void the_runtime_does_without_the_libraries_of_the_console() {
        noClasses().that().resideOutsideOfPackages(inside("console"), inside("sandbox")).should().dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.jcodec..", "org.gaul..", "org.springframework.boot..",
                        "org.apache.camel.component.platform..", "org.apache.camel.component.micrometer..",
                        "io.micrometer.prometheusmetrics..").check(CLASSES);
    }

    @Test
    void only_the_monitor_knows_of_meters() {
        classes().that().resideOutsideOfPackages(inside("monitor"), inside("console")).should().onlyDependOnClassesThat()
                .resideOutsideOfPackage("io.micrometer..").check(CLASSES);
    }

    @Test
    void no_packages_go_round_in_circles() {
        slices().matching("io.reeldrop.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_rooms_of_the_console_stand_on_its_terminal_and_its_pipeline_alone() {
        slices().matching("io.reeldrop.console.(*)..").should().notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage("io.reeldrop.console.terminal..", "io.reeldrop.console.pipeline.."))
                .check(CLASSES);
        slices().matching("io.reeldrop.console.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses().that().resideInAPackage("io.reeldrop.console.*..").should().dependOnClassesThat()
                .resideInAPackage("io.reeldrop.console").check(CLASSES);
    }

    private static String inside(String room) {
        return "io.reeldrop." + room + "..";
    }
}
