package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SandboxMainTest {

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), SandboxMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    @Test
    void prints_its_address_and_in_the_end_its_report() throws Exception {
        Process process = start("--port", "0", "--set", "slots=2");
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            assertThat(line).matches("sandbox listening on http://127\\.0\\.0\\.1:\\d+");
            URI report = URI.create(line.replaceAll(".* ", "") + "/sandbox/report");
            HttpRequest request = HttpRequest.newBuilder(report).build();
            assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            process.toHandle().destroy();
            JsonNode last = new ObjectMapper().readTree(out.lines().collect(Collectors.joining("\n")));
            assertThat(last.path("tasksCreated").asInt(-1)).isZero();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_mistyped_option_ends_it_with_a_suggestion() throws Exception {
        Process process = start("--set", "slot=2");
        try (BufferedReader err = process.errorReader()) {
            assertThat(err.readLine()).isEqualTo("unknown option 'slot'; did you mean 'slots'?");
            assertThat(process.waitFor()).isEqualTo(64);
        }
    }

    @Test
    void help_lists_every_option() throws Exception {
        Process process = start("--help");
        try (BufferedReader out = process.inputReader()) {
            String help = out.lines().collect(Collectors.joining("\n"));
            for (Option option : Option.values()) {
                assertThat(help).contains(option.label());
            }
        }
        assertThat(process.waitFor()).isZero();
    }
}
