package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.console.Reeldrop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox in a process of its own, on a port that the system chose, and what it tells of itself. */
public final class SandboxProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child child;
    private final String uri;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param options as {@code --set-fault} takes them */
    public SandboxProcess(Map<String, String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("sandbox", "--port", "0"));
        options.forEach((name, value) -> arguments.addAll(List.of("--set-fault", name + "=" + value)));
        this.child = Child.java(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), Reeldrop.class,
                arguments.toArray(String[]::new));
        this.uri = child.await("The sandbox listens on (http://\\S+)").group(1);
    }

    public String uri() {
        return uri;
    }

    public Child child() {
        return child;
    }

    public JsonNode report() {
        return get("/sandbox/report");
    }

    /** Every task that was created. */
    public JsonNode tasks() {
        return get("/sandbox/tasks");
    }

    public void faults(Map<String, String> changes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "/sandbox/faults"))
                .POST(BodyPublishers.ofString(JSON.valueToTree(changes).toString())).build();
        assertThat(send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }

    /** A task's video as the gateway has it. */
    public byte[] video(String taskId) {
        HttpRequest task = HttpRequest.newBuilder(URI.create(uri + "/v1/tasks/" + taskId))
                .header("Authorization", "Bearer test").header("X-Runway-Version", "2024-11-06").build();
        URI output = URI.create(json(send(task, BodyHandlers.ofString()).body()).path("output").path(0).asText());
        HttpResponse<byte[]> video = send(HttpRequest.newBuilder(output).build(), BodyHandlers.ofByteArray());
        assertThat(video.statusCode()).isEqualTo(200);
        return video.body();
    }

    /** The image that a task was made of, as the gateway got it. */
    public byte[] image(String taskId) {
        HttpResponse<byte[]> image = send(HttpRequest.newBuilder(URI.create(uri + "/sandbox/images/" + taskId)).build(),
                BodyHandlers.ofByteArray());
        assertThat(image.statusCode()).isEqualTo(200);
        return image.body();
    }

    private JsonNode get(String path) {
        return json(send(HttpRequest.newBuilder(URI.create(uri + path)).build(), BodyHandlers.ofString()).body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new AssertionError(child.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
