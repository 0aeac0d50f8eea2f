package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reeldrop.sandbox.dialect.ApiError;
import io.reeldrop.sandbox.dialect.Dialects;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stand-in for every gateway over real HTTP, which misbehaves on request; src/docs/tests.md tells what it answers. Which gateway is
 * called shows in the first segment of the path; without one it is a gateway of its own in the official dialect. No gateway knows another's
 * tasks. They live in memory and are gone with the process; images lie in a temporary folder that goes with {@link #close()}.
 */
public final class Sandbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final int THREADS = 200;
    static final int LONGEST_BODY = 1 << 16;
    private static final String IMAGES = "/sandbox/images/";
    private static final String VIDEOS = "/v1/videos/";
    private static final String CONTENT = "/content";

    static {
        // Read once by the JDK's server, before the first one is made in this process. Without the first, small answers wait 40 ms for
        // an acknowledgement; the others keep idle connections from being closed under a client that is about to use them.
        Map.of("nodelay", "true", "maxIdleConnections", "20000", "idleInterval", "3600").forEach((name, value) ->
                System.getProperties().putIfAbsent("sun.net.httpserver." + name, value));
    }

    private final SandboxOptions first;
    private final InstantSource clock;
    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private final Path folder;
    private volatile SandboxOptions options;
    private volatile TaskApi api;

    private Sandbox(SandboxOptions options, InstantSource clock) throws IOException {
        this.first = options;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(options.text(Option.HOST), (int) options.number(Option.PORT)), 1024);
        folder = Files.createTempDirectory("reeldrop-sandbox");
        workers = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        workers.allowCoreThreadTimeOut(true);
        reset();
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    public static Sandbox start(SandboxOptions options) throws IOException {
        return start(options, InstantSource.system());
    }

    /** @param clock what tasks age by; answers that are late by request are so in real time */
    public static Sandbox start(SandboxOptions options, InstantSource clock) throws IOException {
        return new Sandbox(options, clock);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base URL, without a slash at its end. */
    public URI uri() {
        return URI.create("http://" + options.text(Option.HOST) + ':' + port());
    }

    public Report report() {
        TaskApi current = api;
        return Report.of(current.counts, current.tasks);
    }

    /** @throws IllegalArgumentException as {@link SandboxOptions#parse}; nothing is changed then */
    public synchronized void faults(Map<String, String> changes) {
        options = options.with(changes);
        api.tasks.reassign(options);
    }

    public void faults(Option option, Object value) {
        faults(Map.of(option.label(), value.toString()));
    }

    /** Forgets all tasks and counts, and sets the options back to those of the start. */
    public synchronized void reset() {
        options = first;
        api = new TaskApi(new Tasks(clock), new PromptImages(folder), workers);
    }

    private void handle(HttpExchange exchange) {
        TaskApi current = api;
        Call call = new Call(exchange, current.counts);
        try {
            try {
                if (!control(call, current.tasks)) {
                    route(call, current, options);
                }
            } catch (ApiError error) {
                call.refuse(error, status -> { });
            }
        } catch (IOException e) {
            // The client went away.
            call.drop();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the sandbox itself is at fault", e);
            call.drop();
        }
    }

    private static void route(Call call, TaskApi api, SandboxOptions options) throws ApiError, IOException {
        String path = call.path;
        String asked = call.method + ' ' + path;
        boolean official = call.dialect.official();
        boolean astray = call.dialect == Dialects.SANDBOX && path.startsWith(TaskApi.ELSEWHERE);
        String output = astray ? path.substring(TaskApi.ELSEWHERE.length()) : path;
        if (asked.startsWith("GET " + call.dialect.tasks())) {
            api.poll(call, options, path.substring(call.dialect.tasks().length()));
        } else if (official && asked.startsWith("DELETE " + call.dialect.tasks())) {
            api.delete(call, options, path.substring(call.dialect.tasks().length()));
        } else if (asked.equals("POST " + call.dialect.submit())) {
            api.submit(call, options);
        } else if (official && asked.equals("GET /v1/organization")) {
            new Organization(api.tasks).show(call, options);
        } else if (official && asked.equals("POST /v1/organization/usage")) {
            new Organization(api.tasks).usage(call, options);
        } else if (!official && asked.startsWith("GET " + VIDEOS) && path.endsWith(CONTENT)) {
            api.relay(call, options, path.substring(VIDEOS.length(), path.length() - CONTENT.length()));
        } else if (call.method.equals("GET") && output.startsWith(TaskApi.OUTPUTS) && output.endsWith(".mp4")) {
            api.download(call, options, output.substring(TaskApi.OUTPUTS.length(), output.length() - ".mp4".length()));
        } else {
            if (astray) {
                // A call of the API that should have stayed at the gateway's own host.
                api.counts.strays.increment();
                api.counts.keyLeaks.add(call.header("Authorization") == null ? 0 : 1);
            }
            throw new ApiError(404, "Not found");
        }
    }

    /** What no gateway has. */
    private boolean control(Call call, Tasks tasks) throws ApiError, IOException {
        if (call.dialect != Dialects.SANDBOX || !call.path.startsWith("/sandbox/")) {
            return false;
        }
        byte[] body = call.body(LONGEST_BODY);
        Task task = call.path.startsWith(IMAGES) ? tasks.find(call.path.substring(IMAGES.length())) : null;
        switch (task != null && task.order.image() != null ? IMAGES : call.method + ' ' + call.path) {
            case IMAGES -> call.send(200, "application/octet-stream", Files.readAllBytes(task.order.image()));
            case "GET /sandbox/report" -> call.json(report());
            case "GET /sandbox/tasks" -> call.json(tasks.all().stream().map(one -> one.row(tasks.now())).toList());
            case "POST /sandbox/faults" -> {
                Map<String, String> changes = new HashMap<>();
                // A list may be written as an array.
                JsonNode asked = Call.parsed(body);
                if (!asked.isObject()) {
                    throw new ApiError(400, "expected a JSON object of options");
                }
                asked.properties().forEach(field -> changes.put(field.getKey(), field.getValue().isArray()
                        ? String.join(",", Call.JSON.convertValue(field.getValue(), String[].class)) : field.getValue().asText()));
                try {
                    faults(changes);
                } catch (IllegalArgumentException e) {
                    throw new ApiError(400, e.getMessage());
                }
                call.send(204, "application/json", new byte[0]);
            }
            case "POST /sandbox/reset" -> {
                reset();
                call.send(204, "application/json", new byte[0]);
            }
            default -> throw new ApiError(404, "Not found");
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (workers.isShutdown()) {
            return;
        }
        server.stop(0);
        workers.shutdownNow();
        try {
            // An image may be under way; it would turn up in the folder after all.
            workers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
