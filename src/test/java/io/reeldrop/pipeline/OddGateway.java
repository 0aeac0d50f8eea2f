package io.reeldrop.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that nobody has heard of: paths, key, model and answers of its own. What it sells it has made by a sandbox. */
final class OddGateway implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STATES = Map.of("PENDING", "in line", "RUNNING", "cooking", "SUCCEEDED", "served");

    final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI sandbox;

    OddGateway(URI sandbox) throws IOException {
        this.sandbox = sandbox;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/kitchen/orders", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("X-Token"));
        String path = exchange.getRequestURI().getPath();
        boolean ordered = exchange.getRequestMethod().equals("POST");
        byte[] reply = JSON.writeValueAsBytes(ordered ? order(exchange) : look(path.substring(path.lastIndexOf('/') + 1)));
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private ObjectNode order(HttpExchange exchange) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        body.put("model", body.path("model").asText().replace("cinema-1", "gen4_turbo"));
        ObjectNode task = sandbox(HttpRequest.newBuilder(sandbox.resolve("/v1/image_to_video"))
                .POST(BodyPublishers.ofString(body.toString())));
        ObjectNode reply = JSON.createObjectNode();
        reply.putObject("order").set("number", task.path("id"));
        return reply;
    }

    private ObjectNode look(String number) throws IOException {
        ObjectNode task = sandbox(HttpRequest.newBuilder(sandbox.resolve("/v1/tasks/" + number)));
        ObjectNode reply = JSON.createObjectNode();
        ObjectNode order = reply.putObject("order").put("stage", STATES.get(task.path("status").asText())).put("paid", 0.25);
        order.set("dish", task.path("output").path(0));
        return reply;
    }

    private ObjectNode sandbox(HttpRequest.Builder request) throws IOException {
        request.header("Authorization", "Bearer any").header("X-Runway-Version", "2024-11-06").header("Content-Type", "application/json");
        try {
            return (ObjectNode) JSON.readTree(client.send(request.build(), BodyHandlers.ofByteArray()).body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
