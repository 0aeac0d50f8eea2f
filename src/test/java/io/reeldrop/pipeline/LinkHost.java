package io.reeldrop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A reseller that hands on every call to a sandbox, but gives out links of its own to the videos, which redirect to where they lie. */
final class LinkHost implements AutoCloseable {

    static final String KEY = "key-of-the-reseller";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came along to each request for a video: the Authorization header, or null. */
    final List<String> keys = new CopyOnWriteArrayList<>();
    /** The paths that were asked for, as they came. */
    final List<String> paths = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI sandbox;
    private volatile String name;
    private volatile UnaryOperator<String> redirect;

    LinkHost(URI sandbox) throws IOException {
        this.sandbox = sandbox;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/videos/", this::video);
        server.createContext("/", this::handOn);
        server.start();
    }

    /**
     * From now on.
     *
     * @param last the last part of each link's path, as a reply shows it
     * @param to   from the sandbox's own link to the {@code Location} that this gateway answers
     */
    void links(String last, UnaryOperator<String> to) {
        name = last;
        redirect = to;
        keys.clear();
        paths.clear();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handOn(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String header : List.of("Authorization", "Content-Type", "X-Runway-Version")) {
            exchange.getRequestHeaders().getOrDefault(header, List.of()).forEach(value -> request.header(header, value));
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            JsonNode reply = JSON.readTree(answer.body());
            if (reply.path("output").path(0).isTextual()) {
                String link = uri() + "/videos/" + reply.path("id").asText() + "/" + name + "?of="
                        + JSON.writeValueAsString(reply.path("output").path(0).asText())
                        .replace("\"", "").replace("?", "%3F").replace("=", "%3D").replace("&", "%26");
                ((ObjectNode) reply).putArray("output").add(link);
            }
            byte[] body = JSON.writeValueAsBytes(reply);
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    private void video(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        keys.add(String.valueOf(key));
        paths.add(exchange.getRequestURI().getRawPath());
        if (("Bearer " + KEY).equals(key)) {
            String query = exchange.getRequestURI().getQuery();
            exchange.getResponseHeaders().set("Location", redirect.apply(query.substring(query.indexOf('=') + 1)));
        }
        exchange.sendResponseHeaders(("Bearer " + KEY).equals(key) ? 302 : 401, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
