package io.reeldrop.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stand-in gateway over real HTTP that speaks the official dialect (API version 2024-11-06), renders real videos and misbehaves on
 * request.
 *
 * <p>Tasks live in memory and are gone with the process. Images and videos lie in a temporary folder that goes with {@link #close()}.
 *
 * <table>
 * <caption>What it answers</caption>
 * <tr><td>{@code POST /v1/image_to_video}</td><td>{@code {"id", "estimatedCost":{"credits"}}}</td></tr>
 * <tr><td>{@code GET}, {@code DELETE /v1/tasks/{id}}</td><td>the task; 204</td></tr>
 * <tr><td>{@code GET /v1/organization}</td><td>balance, limits, usage</td></tr>
 * <tr><td>{@code POST /v1/organization/usage}</td><td>credits by model and day</td></tr>
 * <tr><td>{@code GET}, {@code HEAD /outputs/{id}.mp4?_jwt=…}</td><td>the video; 403 when the link has expired</td></tr>
 * <tr><td>{@code GET /sandbox/report}</td><td>the {@link Report}</td></tr>
 * <tr><td>{@code GET /sandbox/tasks}</td><td>{@code [{"id", "bodySha256", "promptText", "model", "createdAt", "status", …}]}</td></tr>
 * <tr><td>{@code POST /sandbox/faults}</td><td>changes {@linkplain Option options}: {@code {"outage":true}}; 204</td></tr>
 * <tr><td>{@code POST /sandbox/reset}</td><td>forgets everything, options set since the start too; 204</td></tr>
 * </table>
 */
public final class Sandbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final String TASKS = "/v1/tasks/";
    private static final String OUTPUTS = "/outputs/";
    private static final int THREADS = 200;

    static {
        // Read once by the JDK's server, before the first one is made in this process. Without the first, small answers wait 40 ms for
        // an acknowledgement; the others keep idle connections from being closed under a client that is about to use them.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxIdleConnections", "20000");
        setUnlessSet("sun.net.httpserver.idleInterval", "3600");
    }

    private final SandboxOptions first;
    private volatile SandboxOptions options;
    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private final Later later;
    private final Path folder;
    private final Tasks tasks;
    private final Counts counts = new Counts();
    private final Submits submits;
    private final Polls polls;
    private final Downloads downloads;
    private final Detour detour;
    private final Organization organization;
    private final Usage usage;
    private final Control control;

    private Sandbox(SandboxOptions options, InstantSource clock) throws IOException {
        this.first = options;
        this.options = options;
        server = HttpServer.create(new InetSocketAddress(options.text(Option.HOST), (int) options.number(Option.PORT)), 1024);
        folder = Files.createTempDirectory("reeldrop-sandbox");
        workers = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        workers.allowCoreThreadTimeOut(true);
        later = new Later(workers);
        tasks = new Tasks(clock);
        OutputLinks links = new OutputLinks(UUID.randomUUID().toString());
        submits = new Submits(tasks, counts, new SubmitRules(new PromptImages(new Pictures(folder))), later);
        polls = new Polls(tasks, counts, later, links);
        downloads = new Downloads(tasks, counts, new Videos(folder), links);
        detour = new Detour(counts);
        organization = new Organization(tasks);
        usage = new Usage(tasks);
        control = new Control(this);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
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
        return Report.of(counts, tasks);
    }

    /**
     * Changes options while it runs; {@code host}, {@code port} stay as they are.
     *
     * @throws IllegalArgumentException as {@link SandboxOptions#parse}; nothing is changed then
     */
    public synchronized void faults(Map<String, String> changes) {
        options = options.with(changes);
        tasks.reassign(options);
    }

    /** As {@link #faults(Map)} with one option. */
    public void faults(Option option, Object value) {
        faults(Map.of(option.label(), value.toString()));
    }

    /** Forgets all tasks and counts, and sets the options back to those of the start. */
    public synchronized void reset() {
        tasks.clear();
        counts.clear();
        options = first;
    }

    Tasks tasks() {
        return tasks;
    }

    private void handle(HttpExchange exchange) {
        Call call = new Call(exchange);
        try {
            route(call);
        } catch (IOException e) {
            // The client went away.
            call.drop();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the sandbox itself is at fault", e);
            call.drop();
        }
    }

    private void route(Call call) throws IOException {
        String path = call.path();
        String method = call.method();
        SandboxOptions current = options;
        if (path.startsWith(TASKS) && method.equals("GET")) {
            polls.get(call, current, path.substring(TASKS.length()), base(call, current));
        } else if (path.startsWith(TASKS) && method.equals("DELETE")) {
            polls.delete(call, current, path.substring(TASKS.length()));
        } else if (path.equals("/v1/image_to_video") && method.equals("POST")) {
            submits.answer(call, current);
        } else if (path.startsWith(OUTPUTS) && path.endsWith(".mp4") && List.of("GET", "HEAD").contains(method)) {
            downloads.answer(call, current, path.substring(OUTPUTS.length(), path.length() - ".mp4".length()));
        } else if (path.equals("/v1/organization") && method.equals("GET")) {
            organization.answer(call, current);
        } else if (path.equals("/v1/organization/usage") && method.equals("POST")) {
            usage.answer(call, current);
        } else if (path.startsWith("/sandbox/")) {
            control.answer(call);
        } else if (path.startsWith(Detour.ELSEWHERE + OUTPUTS) && path.endsWith(".mp4")) {
            downloads.answer(call, current, path.substring((Detour.ELSEWHERE + OUTPUTS).length(), path.length() - ".mp4".length()));
        } else if (path.startsWith(Detour.ELSEWHERE)) {
            detour.followed(call);
        } else {
            call.refuse(Refusal.of(404, "Not found"));
        }
    }

    /** Where outputs are said to lie: where the client found the API, unless another host was asked for. */
    private String base(Call call, SandboxOptions current) {
        String other = current.text(Option.OUTPUT_HOST);
        String host = call.header("Host");
        return other.isEmpty() && host != null ? "http://" + host
                : "http://" + (other.isEmpty() ? current.text(Option.HOST) : other) + ':' + port();
    }

    @Override
    public void close() throws IOException {
        if (workers.isShutdown()) {
            return;
        }
        later.close();
        server.stop(0);
        workers.shutdownNow();
        try {
            // A video may be under way; it would turn up in the folder after all.
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
