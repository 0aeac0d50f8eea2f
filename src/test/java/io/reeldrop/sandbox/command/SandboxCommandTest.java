package io.reeldrop.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Reeldrop;
import io.reeldrop.console.Rig;
import io.reeldrop.sandbox.Option;
import java.io.BufferedReader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {

    @TempDir
    Path home;

    @Test
    void it_and_the_demo_and_the_benchmark_stand_at_their_places_among_the_commands() throws Exception {
        Rig rig = new Rig(home);
        rig.run("--help");
        String commands = rig.out.substring(rig.out.indexOf("Commands:"), rig.out.indexOf("Exit codes:"));
        assertThat(commands.lines().filter(line -> line.matches("  [a-z].*")).map(line -> line.strip().split(" ")[0]))
                .startsWith("demo", "init", "run", "sandbox", "check", "preview").endsWith("move-store", "benchmark", "version", "help");
    }

    @Test
    void lists_every_fault() throws Exception {
        Rig rig = new Rig(home);
        assertThat(rig.run("sandbox", "--list")).isZero();
        assertThat(rig.out.lines()).hasSizeGreaterThan(Option.values().length).anyMatch(line -> line.startsWith("lose-answers"))
                .anyMatch(line -> line.contains("[fail CODE TIMES]"));
    }

    @Test
    void a_mistyped_fault_is_wrong_usage_and_a_taken_port_is_refused() throws Exception {
        Rig rig = new Rig(home);
        assertThat(rig.run("sandbox", "--set-fault", "lose-answer=0.5")).isEqualTo(2);
        assertThat(rig.err).contains("did you mean 'lose-answers'?");
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThat(rig.run("sandbox", "--port", "" + taken.getLocalPort())).isEqualTo(1);
            assertThat(rig.err).contains("--port");
        }
    }

    @Test
    void tells_how_to_buy_there_and_what_it_saw_when_stopped() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"),
                Reeldrop.class.getName(), "sandbox", "--port", "0", "--set-fault", "slots=2").start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).matches("The sandbox listens on http://127\\.0\\.0\\.1:\\d+");
            assertThat(out.readLine()).contains("reeldrop.accounts.sandbox.base-url=http://127.0.0.1:");
            assertThat(out.readLine()).contains("slots=2");
            assertThat(out.readLine()).contains("Ctrl-C");
            process.toHandle().destroy();
            assertThat(out.lines().collect(Collectors.joining())).contains("\"tasksCreated\"");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
