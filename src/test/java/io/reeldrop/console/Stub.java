package io.reeldrop.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server that answers everything in one way, and remembers who asked. */
public final class Stub implements AutoCloseable {

    /** Method, path and Authorization of each call. */
    public final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String type = "application/json";
    private volatile String body = "{}";
    private volatile String location;
    private volatile boolean endless;

    public Stub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Stub answers(int code, String contentType, String text) {
        status = code;
        type = contentType;
        body = text;
        return this;
    }

    public Stub answers(int code, String json) {
        return answers(code, "application/json", json.replace('\'', '"'));
    }

    public Stub redirectsTo(String url) {
        location = url;
        return answers(302, "text/html", "moved");
    }

    public Stub withoutEnd() {
        endless = true;
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
        }
        exchange.sendResponseHeaders(status, endless ? 0 : text.length);
        try (OutputStream out = exchange.getResponseBody()) {
            do {
                out.write(text);
            } while (endless);
        }
    }

    @Override
    public void close() {
        endless = false;
        server.stop(0);
    }
}
