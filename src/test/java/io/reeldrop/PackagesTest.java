package io.reeldrop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackagesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.reeldrop");

    @Test
    void the_job_knows_nobody() {
        classes().that().resideInAPackage("io.reeldrop.job..").should().onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.reeldrop.drop..", "io.reeldrop.gateway..", "io.reeldrop.delivery..", "io.reeldrop.runtime..", "io.reeldrop.console..",
                        "io.reeldrop.sandbox..", "io.reeldrop.image..")
                .check(CLASSES);
    }

    @Test
    void drop_gateway_and_delivery_do_not_know_each_other() {
        for (String room : new String[] {"drop", "gateway", "delivery"}) {
            noClasses().that().resideInAPackage("io.reeldrop." + room + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(others(room)).check(CLASSES);
        }
    }

    @Test
    void the_sandbox_knows_nothing_of_the_rest() {
        noClasses().that().resideInAPackage("io.reeldrop.sandbox..").should().dependOnClassesThat()
                .resideInAnyPackage("io.reeldrop.job..", "io.reeldrop.drop..", "io.reeldrop.gateway..", "io.reeldrop.delivery..", "io.reeldrop.runtime..",
                        "io.reeldrop.storage..", "io.reeldrop.image..", "io.reeldrop.console..").check(CLASSES);
    }

    @Test
    void only_the_console_starts_the_sandbox() {
        noClasses().that().resideOutsideOfPackages("io.reeldrop.sandbox..", "io.reeldrop.console..").should().dependOnClassesThat()
                .resideInAPackage("io.reeldrop.sandbox..").check(CLASSES);
    }

    @Test
    void the_runtime_needs_neither_the_console_nor_its_libraries() {
        noClasses().that().resideOutsideOfPackages("io.reeldrop.console..", "io.reeldrop.sandbox..").should().dependOnClassesThat()
                .resideInAnyPackage("io.reeldrop.console..", "picocli..", "org.jcodec..", "org.gaul..", "org.springframework.boot..",
                        "org.apache.camel.component.platform..", "org.apache.camel.component.micrometer..", "io.micrometer.prometheusmetrics..").check(CLASSES);
    }

    @Test
    void storage_knows_nothing_of_drops_and_jobs() {
        classes().that().resideInAPackage("io.reeldrop.storage..").should().onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.reeldrop.job..", "io.reeldrop.drop..", "io.reeldrop.gateway..", "io.reeldrop.delivery..",
                        "io.reeldrop.runtime..", "io.reeldrop.console..", "io.reeldrop.sandbox..", "io.reeldrop.image..")
                .check(CLASSES);
    }

    @Test
    void images_are_known_by_themselves() {
        noClasses().that().resideInAPackage("io.reeldrop.image..").should().dependOnClassesThat()
                .resideInAnyPackage(others("image")).check(CLASSES);
    }

    @Test
    void nobody_but_the_runtime_knows_of_the_monitor() {
        noClasses().that().resideInAnyPackage("io.reeldrop.job..", "io.reeldrop.drop..", "io.reeldrop.gateway..", "io.reeldrop.delivery..", "io.reeldrop.storage..",
                "io.reeldrop.image..", "io.reeldrop.sandbox..").should().dependOnClassesThat().resideInAnyPackage("io.reeldrop.monitor..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void no_packages_go_round_in_circles() {
        slices().matching("io.reeldrop.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static String[] others(String room) {
        return java.util.stream.Stream.of("drop", "gateway", "delivery", "runtime", "console", "sandbox").filter(other -> !other.equals(room))
                .map(other -> "io.reeldrop." + other + "..").toArray(String[]::new);
    }
}
