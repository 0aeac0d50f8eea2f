package io.reeldrop.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Stands before a sandbox, counts what passes, and turns back what it is told to. */
final class Toll implements AutoCloseable {

    /** An answer in the sandbox's place. */
    record Refusal(int status, String body, String retryAfter) {
    }

    final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>(Map.of("POST", new AtomicInteger(), "GET", new AtomicInteger()));
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI sandbox;
    private volatile UnaryOperator<String> change = UnaryOperator.identity();

    Toll(URI sandbox) throws IOException {
        this.sandbox = sandbox;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void refuse(String method, int status, String error, String retryAfter) {
        refusals.put(method, new Refusal(status, "{\"error\":\"" + error + "\"}", retryAfter));
    }

    void let(String method) {
        refusals.remove(method);
    }

    /** Keeps answers that arrive from now on. @return lets them go */
    CountDownLatch hold(String method) {
        CountDownLatch until = new CountDownLatch(1);
        held.put(method, until);
        return until;
    }

    /** What is made of the sandbox's answers to GET. */
    void change(UnaryOperator<String> to) {
        change = to;
    }

    /** Everything passes again, and nothing has passed yet. */
    void clear() {
        refusals.clear();
        change = UnaryOperator.identity();
        calls.values().forEach(number -> number.set(0));
    }

    int count(String method) {
        return calls.get(method).get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        calls.computeIfAbsent(method, m -> new AtomicInteger()).incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Refusal refusal = refusals.get(method);
        if (refusal == null) {
            HttpResponse<String> reply = pass(exchange, method, body);
            reply(exchange, reply.statusCode(), method.equals("GET") ? change.apply(reply.body()) : reply.body());
        } else {
            if (refusal.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter());
            }
            reply(exchange, refusal.status(), refusal.body());
        }
    }

    private HttpResponse<String> pass(HttpExchange exchange, String method, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.resolve(exchange.getRequestURI()))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"Authorization", "X-Runway-Version", "Content-Type"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        try {
            HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
            if (held.containsKey(method)) {
                held.get(method).await();
            }
            return reply;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
