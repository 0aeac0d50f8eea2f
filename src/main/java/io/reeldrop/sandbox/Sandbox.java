package io.reeldrop.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
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
 * A stand-in for every gateway over real HTTP: it renders real videos and misbehaves on request. Which gateway is called shows in the first
 * segment of the path, {@code /cometapi}, {@code /gptge}, {@code /chainub}, {@code /kkiai} or {@code /runway}; without one of them it is a
 * gateway of its own that speaks the official dialect (API version 2024-11-06) as well. No gateway knows another's tasks.
 *
 * <p>Tasks live in memory and are gone with the process. Images and videos lie in a temporary folder that goes with {@link #close()}.
 *
 * <table>
 * <caption>What it answers</caption>
 * <tr><td>{@code POST /v1/image_to_video}</td><td>{@code {"id", "estimatedCost":{"credits"}}}</td></tr>
 * <tr><td>{@code POST /cometapi/runwayml/v1/image_to_video}, {@code GET /cometapi/runwayml/v1/tasks/{id}} and so on</td>
 *     <td>in each of the shapes that are documented for that reseller, in turn</td></tr>
 * <tr><td>{@code GET}, {@code HEAD /cometapi/v1/videos/{id}/content}</td><td>the video, for those who bring the key</td></tr>
 * <tr><td>{@code GET}, {@code DELETE /v1/tasks/{id}}</td><td>the task; 204</td></tr>
 * <tr><td>{@code GET /v1/organization}</td><td>balance, limits, usage</td></tr>
 * <tr><td>{@code POST /v1/organization/usage}</td><td>credits by model and day</td></tr>
 * <tr><td>{@code GET}, {@code HEAD /outputs/{id}.mp4?_jwt=…}</td><td>the video; 403 when the link has expired</td></tr>
 * <tr><td>{@code GET /sandbox/report}</td><td>the {@link Report}</td></tr>
 * <tr><td>{@code GET /sandbox/tasks}</td><td>{@code [{"id", "bodySha256", "promptText", "model", "createdAt", "status", …}]}</td></tr>
 * <tr><td>{@code GET /sandbox/images/{id}}</td><td>the image that a task was made of, as it came in</td></tr>
 * <tr><td>{@code POST /sandbox/faults}</td><td>changes {@linkplain Option options}: {@code {"outage":true}}; 204</td></tr>
 * <tr><td>{@code POST /sandbox/reset}</td><td>forgets everything, options set since the start too; 204</td></tr>
 * </table>
 */
public final class Sandbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final String VIDEOS = "/v1/videos/";
    private static final String CONTENT = "/content";
    private static final List<String> READING = List.of("GET", "HEAD");
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
    private final Turns turns = new Turns();
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
        Views views = new Views(tasks, links);
        submits = new Submits(tasks, counts, new SubmitRules(new PromptImages(new Pictures(folder))), later, views);
        polls = new Polls(tasks, counts, later, views);
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
        turns.clear();
        options = first;
    }

    Tasks tasks() {
        return tasks;
    }

    private void handle(HttpExchange exchange) {
        Call call = new Call(exchange, turns);
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
        Dialect dialect = call.dialect();
        String tasks = dialect.tasks();
        if (path.startsWith(tasks) && method.equals("GET")) {
            polls.get(call, current, path.substring(tasks.length()));
        } else if (path.equals(dialect.submit()) && method.equals("POST")) {
            submits.answer(call, current);
        } else if (!(dialect.official() ? official(call, current) : relayed(call, current)) && !own(call, current)) {
            call.refuse(Refusal.of(404, "Not found"));
        }
    }

    /** What is no gateway's. */
    private boolean own(Call call, SandboxOptions current) throws IOException {
        String path = call.path();
        if (call.dialect() != Dialects.SANDBOX) {
            return false;
        }
        if (path.startsWith("/sandbox/")) {
            control.answer(call);
            return true;
        }
        String output = path.startsWith(Detour.ELSEWHERE) ? path.substring(Detour.ELSEWHERE.length()) : path;
        if (output.startsWith(Downloads.OUTPUTS) && output.endsWith(".mp4") && READING.contains(call.method())) {
            downloads.answer(call, current, output.substring(Downloads.OUTPUTS.length(), output.length() - ".mp4".length()));
            return true;
        }
        if (path.startsWith(Detour.ELSEWHERE)) {
            detour.followed(call);
            return true;
        }
        return false;
    }

    /** What resellers do not pass on. */
    private boolean official(Call call, SandboxOptions current) throws IOException {
        String tasks = call.dialect().tasks();
        if (call.path().startsWith(tasks) && call.method().equals("DELETE")) {
            polls.delete(call, current, call.path().substring(tasks.length()));
            return true;
        }
        switch (call.method() + ' ' + call.path()) {
            case "GET /v1/organization" -> organization.answer(call, current);
            case "POST /v1/organization/usage" -> usage.answer(call, current);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What only resellers have. */
    private boolean relayed(Call call, SandboxOptions current) throws IOException {
        String path = call.path();
        if (!path.startsWith(VIDEOS) || !path.endsWith(CONTENT) || !READING.contains(call.method())) {
            return false;
        }
        downloads.relay(call, current, path.substring(VIDEOS.length(), path.length() - CONTENT.length()));
        return true;
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
