package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One request and the ways to answer it, or not to. */
final class Call {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PAGE =
            "<!doctype html><title>Sorry</title><p>This is not what you asked for.".getBytes(StandardCharsets.UTF_8);

    private final HttpExchange exchange;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    /** Where the call arrived. */
    int port() {
        return exchange.getLocalAddress().getPort();
    }

    String query() {
        return exchange.getRequestURI().getRawQuery();
    }

    /** The first value of a header, or null. */
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    void answerHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** @return null for a body longer than {@code most} bytes, which is read to its end all the same, lest the client miss the answer */
    byte[] body(int most) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(most + 1);
        if (body.length <= most) {
            return body;
        }
        in.transferTo(OutputStream.nullOutputStream());
        return null;
    }

    void json(int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        answerHeader("Content-Type", "application/json");
        try (OutputStream out = started(status, body.length)) {
            out.write(body);
        }
    }

    void refuse(Refusal refusal) throws IOException {
        refusal.headers().forEach(this::answerHeader);
        json(refusal.status(), refusal.body());
    }

    /** An answer that is no answer of the API. */
    void page() throws IOException {
        answerHeader("Content-Type", "text/html; charset=utf-8");
        try (OutputStream out = started(200, PAGE.length)) {
            out.write(PAGE);
        }
    }

    /** As {@link #page()}, without the page itself. */
    void pageHead() throws IOException {
        answerHeader("Content-Type", "text/html; charset=utf-8");
        answerHeader("Content-Length", Integer.toString(PAGE.length));
        empty(200);
    }

    void empty(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Begins an answer of so many bytes; 0: of any number, without a length. */
    OutputStream started(int status, long bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes);
        return exchange.getResponseBody();
    }

    /** Sends the headers and half of the body, then closes the connection. */
    void jsonCut(int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        answerHeader("Content-Type", "application/json");
        OutputStream out = started(status, body.length);
        out.write(body, 0, body.length / 2);
        out.flush();
        drop();
    }

    /** Closes the connection. */
    void drop() {
        exchange.close();
    }

    static String text(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
