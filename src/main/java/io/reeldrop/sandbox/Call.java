package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.reeldrop.sandbox.dialect.Answer;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import io.reeldrop.sandbox.dialect.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** One request to one of the gateways, and the ways to answer it, or not to. */
final class Call {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PAGE =
            "<!doctype html><title>Sorry</title><p>This is not what you asked for.".getBytes(StandardCharsets.UTF_8);

    private final HttpExchange exchange;
    private final Dialect dialect;
    private final Turns turns;

    Call(HttpExchange exchange, Turns turns) {
        this.exchange = exchange;
        this.dialect = Dialects.at(exchange.getRequestURI().getPath());
        this.turns = turns;
    }

    /** The gateway that was called. */
    Dialect dialect() {
        return dialect;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** As the gateway knows it: without the segment that its address begins with here. */
    String path() {
        return exchange.getRequestURI().getPath().substring(dialect.base().length());
    }

    /** As it arrived. */
    String wholePath() {
        return exchange.getRequestURI().getPath();
    }

    String query() {
        return exchange.getRequestURI().getRawQuery();
    }

    /** Scheme, host and port by which the caller found this machine. */
    String host() {
        String host = header("Host");
        return "http://" + (host == null ? exchange.getLocalAddress().getHostString() + ':' + port() : host);
    }

    /** Where the call arrived. */
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
        refuse(refusal, status -> { });
    }

    /** @param known is told the HTTP status that it comes to, before the caller is */
    void refuse(Refusal refusal, IntConsumer known) throws IOException {
        Refused refused = refusal.to(method() + ' ' + path());
        Answer answer = dialect.refusals().of(refused, turns.next(dialect, refused.kind().name()));
        known.accept(answer.status());
        refusal.headers().forEach(this::answerHeader);
        answerHeader("Content-Type", answer.type());
        if (answer.location() != null) {
            answerHeader("Location", answer.location());
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = started(answer.status(), body.length)) {
            out.write(body);
        }
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
