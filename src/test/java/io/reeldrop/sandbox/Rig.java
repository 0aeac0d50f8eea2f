package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** A sandbox with a clock that moves by hand, and a client that speaks its dialect. */
final class Rig implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final HandClock clock = new HandClock();
    final Sandbox sandbox;
    final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Rig(Map<String, String> options) throws IOException {
        sandbox = Sandbox.start(SandboxOptions.parse(Map.of("render", "1000", "pending", "0")).with(options), clock);
    }

    static final class HandClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void pass(long ms) {
            now = now.plusMillis(ms);
        }
    }

    static byte[] image(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 3, height / 3, width / 3, height / 3);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** One bit a pixel: a large one is made and read in no time. */
    static byte[] blank(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), "png", out);
        return out.toByteArray();
    }

    static String dataUri(String type, byte[] image) {
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(image);
    }

    static ObjectNode order(String promptText) {
        return JSON.createObjectNode().put("model", "gen4_turbo").put("promptImage", "https://example.com/cat.png")
                .put("promptText", promptText).put("ratio", "1280:720").put("duration", 5);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.uri() + path)).timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer key_test").header("X-Runway-Version", "2024-11-06")
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(JsonNode body) throws IOException, InterruptedException {
        return send(request("/v1/image_to_video").POST(BodyPublishers.ofString(body.toString())));
    }

    /** The id of a task made for this prompt. */
    String submit(String promptText) throws IOException, InterruptedException {
        return submit(order(promptText));
    }

    String submit(JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(body);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    HttpResponse<String> poll(String id) throws IOException, InterruptedException {
        return send(request("/v1/tasks/" + id).GET());
    }

    JsonNode task(String id) throws IOException, InterruptedException {
        return JSON.readTree(poll(id).body());
    }

    String status(String id) throws IOException, InterruptedException {
        return task(id).path("status").asText();
    }

    HttpResponse<String> delete(String id) throws IOException, InterruptedException {
        return send(request("/v1/tasks/" + id).DELETE());
    }

    /** The output URL of a task submitted just now. */
    String output(String promptText) throws IOException, InterruptedException {
        String id = submit(promptText);
        clock.pass(1000);
        return task(id).path("output").path(0).asText();
    }

    HttpRequest.Builder download(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }
}
