package io.reeldrop.storage;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.gaul.shaded.org.eclipse.jetty.util.Fields;

/**
 * Stands before the S3 server: counts what is asked, and refuses what it was told to.
 * Told so at {@value #ADMIN}, which no bucket can be named like: {@code counts}, {@code reset},
 * {@code refuse?call=DELETE&status=403&code=AccessDenied}, {@code lose?call=PUT}, {@code leave?call=PUT}, {@code slow?call=COPY&ms=300},
 * {@code allow}, {@code versioned?on=true},
 * {@code policy?json=…&without=3} and, since then, {@code used} and {@code denied}.
 */
final class S3Gate extends Handler.Wrapper {

    static final String ADMIN = "/-/";

    private record Refusal(int status, String code) { }

    private static final String ENABLED =
            "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>Enabled</Status></VersioningConfiguration>";

    private final Map<S3Call, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<S3Call, Refusal> refusals = new ConcurrentHashMap<>();
    private final Set<S3Call> lost = ConcurrentHashMap.newKeySet();
    private volatile S3Call last;
    private final Map<S3Call, Integer> slow = new ConcurrentHashMap<>();
    private volatile boolean versioned;
    private volatile S3Policy policy;
    private final Set<S3Policy.Grant> used = ConcurrentHashMap.newKeySet();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    S3Gate(Handler server) {
        super(server);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        Fields query = Request.extractQueryParameters(request);
        if (path.startsWith(ADMIN)) {
            answer(response, callback, 200, "text/plain", admin(path.substring(ADMIN.length()), query));
            return true;
        }
        S3Call call = S3Call.of(request.getMethod(), path, List.copyOf(query.getNames()),
                request.getHeaders().contains("x-amz-copy-source"));
        counts.computeIfAbsent(call, c -> new AtomicInteger()).incrementAndGet();
        Refusal refusal = refusals.get(call);
        if (refusal != null) {
            Content.Source.consumeAll(request);
            answer(response, callback, refusal.status(), "application/xml",
                    "<Error><Code>" + refusal.code() + "</Code><Message>The test refuses it.</Message></Error>");
            return true;
        }
        if (policy != null && !permitted(request, path, query)) {
            Content.Source.consumeAll(request);
            answer(response, callback, 403, "application/xml",
                    "<Error><Code>AccessDenied</Code><Message>No policy allows it.</Message></Error>");
            return true;
        }
        if (versioned && request.getMethod().equals("GET") && query.getNames().contains("versioning")) {
            answer(response, callback, 200, "application/xml", ENABLED);
            return true;
        }
        if (call == last) {
            for (S3Call any : S3Call.values()) {
                refusals.put(any, new Refusal(503, "ServiceUnavailable"));
            }
            return lose(request, response, callback);
        }
        if (lost.remove(call)) {
            return lose(request, response, callback);
        }
        int ms = slow.getOrDefault(call, 0);
        return ms > 0 ? delay(request, response, callback, ms) : super.handle(request, response, callback);
    }

    private boolean permitted(Request request, String path, Fields query) {
        String source = request.getHeaders().get("x-amz-copy-source");
        boolean all = true;
        for (S3Policy.Need need : S3Policy.needs(request.getMethod(), decoded(path), List.copyOf(query.getNames()),
                query.getValue("prefix"), source == null ? null : decoded(source).replaceFirst("^/", ""))) {
            S3Policy.Grant grant = policy.covering(need);
            if (grant == null) {
                denied.add(need.toString());
                all = false;
            } else {
                used.add(grant);
            }
        }
        return all;
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String admin(String order, Fields query) {
        switch (order) {
            case "counts" -> {
                List<String> lines = new ArrayList<>();
                counts.forEach((call, count) -> lines.add(call + "=" + count));
                return String.join("\n", lines);
            }
            case "reset" -> counts.clear();
            case "refuse" -> refusals.put(call(query), new Refusal(Integer.parseInt(query.getValue("status")), query.getValue("code")));
            case "lose" -> lost.add(call(query));
            case "leave" -> last = call(query);
            case "slow" -> slow.put(call(query), Integer.valueOf(query.getValue("ms")));
            case "allow" -> {
                refusals.clear();
                lost.clear();
                last = null;
                slow.clear();
                policy = null;
            }
            case "policy" -> {
                policy = S3Policy.parse(query.getValue("json"));
                String without = query.getValue("without");
                policy = without == null ? policy : policy.without(policy.grants().get(Integer.parseInt(without)));
                used.clear();
                denied.clear();
            }
            case "used" -> {
                return used.stream().map(S3Policy.Grant::toString).sorted().collect(Collectors.joining("\n"));
            }
            case "denied" -> {
                return denied.stream().sorted().collect(Collectors.joining("\n"));
            }
            case "versioned" -> versioned = Boolean.parseBoolean(query.getValue("on"));
            default -> throw new IllegalArgumentException(order);
        }
        return "";
    }

    private static S3Call call(Fields query) {
        return S3Call.valueOf(query.getValue("call"));
    }

    private static void answer(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        Content.Sink.write(response, true, body, callback);
    }

    /** Half of the calls are done late; the others are done at once and answered late. */
    private boolean delay(Request request, Response response, Callback callback, int ms) throws Exception {
        Executor later = CompletableFuture.delayedExecutor(ThreadLocalRandom.current().nextInt(ms), TimeUnit.MILLISECONDS,
                getServer().getThreadPool());
        if (ThreadLocalRandom.current().nextBoolean()) {
            later.execute(() -> handleNow(request, response, callback));
            return true;
        }
        boolean[] begun = new boolean[1];
        Response late = new Response.Wrapper(request, response) {
            @Override
            public void write(boolean last, ByteBuffer bytes, Callback written) {
                if (begun[0]) {
                    super.write(last, bytes, written);
                } else {
                    begun[0] = true;
                    later.execute(() -> super.write(last, bytes, written));
                }
            }
        };
        return super.handle(request, late, Callback.from(() -> {
            if (begun[0]) {
                callback.succeeded();
            } else {
                later.execute(callback::succeeded);
            }
        }, callback::failed));
    }

    private void handleNow(Request request, Response response, Callback callback) {
        try {
            super.handle(request, response, callback);
        } catch (Exception e) {
            callback.failed(e);
        }
    }

    /** The server does as asked; the connection ends before its answer. */
    private boolean lose(Request request, Response response, Callback callback) throws Exception {
        Response silent = new Response.Wrapper(request, response) {
            @Override
            public void write(boolean last, ByteBuffer bytes, Callback written) {
                written.succeeded();
            }
        };
        return super.handle(request, silent, Callback.from(() -> {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.succeeded();
        }));
    }
}
