package io.reeldrop.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import io.reeldrop.sandbox.dialect.ApiError;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One request to one of the gateways, and the ways to answer it, or not to. */
final class Call {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";

    final Dialect dialect;
    final String method;
    /** As the gateway knows it: without the segment that its address begins with here. */
    final String path;
    /** Path and query as they arrived. */
    final String target;
    /** Behind the question mark, or null. */
    final String query;
    private final HttpExchange exchange;
    private final Report.Counts counts;

    interface Reply {
        void give() throws IOException;
    }

    Call(HttpExchange exchange, Report.Counts counts) {
        this.exchange = exchange;
        this.counts = counts;
        this.dialect = Dialects.at(exchange.getRequestURI().getPath());
        this.method = exchange.getRequestMethod();
        this.path = exchange.getRequestURI().getPath().substring(dialect.base().length());
        this.target = exchange.getRequestURI().toString();
        this.query = exchange.getRequestURI().getRawQuery();
    }

    /** Scheme, host and port by which the caller found this machine. */
    String host() {
        return "http://" + header("Host");
    }

    int port() {
        return exchange.getLocalAddress().getPort();
    }

    /** The first value of a header, or null. */
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    void answerHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** @throws ApiError 401 without the key, 400 without a header that the gateway demands, 415 for no JSON, 500 during an outage */
    void enter(SandboxOptions options) throws ApiError {
        key(options);
        boolean buys = path.equals(dialect.submit());
        for (Map.Entry<String, String> header : (buys ? dialect.toBuy() : dialect.toAsk()).entrySet()) {
            String value = header(header.getKey());
            if (value == null || !value.contains(header.getValue())) {
                throw new ApiError(400, value == null ? "The " + header.getKey() + " header is missing"
                        : header.getKey() + " is not supported").documented();
            }
        }
        if (method.equals("POST") && !String.valueOf(header("Content-Type")).startsWith("application/json")) {
            throw new ApiError(415, "Content-Type must be application/json");
        }
    }

    /** @throws ApiError 401 without the key, 500 during an outage */
    void key(SandboxOptions options) throws ApiError {
        outage(options);
        String given = header("Authorization");
        boolean bearer = given != null && given.startsWith(BEARER) && given.length() > BEARER.length();
        String key = options.text(Option.KEY);
        if (!bearer || !key.isEmpty() && !given.equals(BEARER + key)) {
            throw new ApiError(401, "Unauthorized: " + (bearer ? "the key is not valid" : "a Bearer key is required"));
        }
    }

    void outage(SandboxOptions options) throws ApiError {
        if (options.flag(Option.OUTAGE)) {
            throw new ApiError(500, "Internal server error");
        }
    }

    /** @return null for a body longer than {@code most} bytes, which is read to its end all the same, lest the client miss the answer */
    byte[] body(int most) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(most + 1);
        in.transferTo(OutputStream.nullOutputStream());
        return body.length <= most ? body : null;
    }

    /** A missing node for what is no JSON. */
    static JsonNode parsed(byte[] body) throws IOException {
        try {
            return body == null ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    void json(Object value) throws IOException {
        send(200, "application/json", JSON.writeValueAsBytes(value));
    }

    /** An answer that is no answer of the API. */
    void page() throws IOException {
        send(200, "text/html; charset=utf-8", "<!doctype html><title>Sorry</title><p>This is not what you asked for.".getBytes(UTF_8));
    }

    /** @param known is told the HTTP status that it comes to, before the caller is */
    void refuse(ApiError error, IntConsumer known) throws IOException {
        Dialect.Answer answer = dialect.refusal(error, method + ' ' + path, counts.turn(dialect.name() + error.reason));
        known.accept(answer.status());
        error.headers.forEach(this::answerHeader);
        if (answer.location() != null) {
            answerHeader("Location", answer.location());
        }
        send(answer.status(), answer.type(), answer.body().getBytes(UTF_8));
    }

    void send(int status, String type, byte[] body) throws IOException {
        answerHeader("Content-Type", type);
        try (OutputStream out = started(status, body.length)) {
            out.write(body);
        }
    }

    /** Begins an answer of so many bytes; 0: of any number, without a length. */
    OutputStream started(int status, long bytes) throws IOException {
        exchange.sendResponseHeaders(status, status == 204 || status == 416 ? -1 : bytes);
        return exchange.getResponseBody();
    }

    /** Sends the headers and half of the body, then closes the connection. */
    void jsonCut(Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        answerHeader("Content-Type", "application/json");
        OutputStream out = started(200, body.length);
        out.write(body, 0, body.length / 2);
        out.flush();
        drop();
    }

    /** At once, or after so long, which holds no thread meanwhile. */
    void later(long ms, Executor workers, Reply reply) throws IOException {
        if (ms <= 0) {
            reply.give();
            return;
        }
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, workers).execute(() -> {
            try {
                reply.give();
            } catch (IOException e) {
                // The client did not wait.
                drop();
            }
        });
    }

    void drop() {
        exchange.close();
    }
}
