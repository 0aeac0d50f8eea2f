package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.AccountHeld;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.Refused;
import io.reeldrop.gateway.TaskReply.Failed;
import io.reeldrop.gateway.TaskReply.Kind;
import io.reeldrop.gateway.TaskReply.NoOutputYet;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Succeeded;
import io.reeldrop.gateway.TaskReply.Trouble;
import io.reeldrop.job.Pause;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-ins take what the profiles let through, refuse what they do not, and say nothing that the profiles do not understand. */
class SandboxDialectsTest {

    private static final String KEY = "key_0123456789";
    private static final String PICTURE = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Sandbox sandbox;
    private static volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.parse(Map.of("render", "1000", "pending", "100", "slots", "1000")), () -> now);
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @AfterEach
    void reset() {
        sandbox.reset();
    }

    static Stream<Dialect> gateways() {
        return Dialects.all().stream();
    }

    static Stream<Arguments> styles() {
        return gateways().flatMap(gateway -> gateway.styles().stream().map(style -> Arguments.of(gateway, style.name())));
    }

    /** But those that name an upload, which has to be made first, and those with a field from the future. */
    static Stream<Arguments> requests() {
        return Documents.requests().stream().filter(request -> !request.body().path("promptImage").asText().startsWith("runway:"))
                .filter(request -> !request.body().has("somethingNew")).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void takes_every_request_of_the_documents(Documents.Sent document) throws Exception {
        String body = document.body().toString().replace("data:image/png;base64,iVBORw0KGgo=", PICTURE);
        assertThat(submit(account(document.gateway()), body)).isInstanceOf(Accepted.class);
    }

    /** Each limit of each model, from inside and from outside. */
    @ParameterizedTest
    @MethodSource("gateways")
    void takes_what_the_profile_lets_through_and_nothing_beyond(Dialect gateway) throws Exception {
        Account account = account(gateway.name());
        Profile profile = account.profile();
        sandbox.faults(Map.of("credits", "100000000"));
        for (String name : profile.models().keySet()) {
            Model model = profile.models().get(name);
            List<Consumer<ObjectNode>> changes = new ArrayList<>(List.of(r -> { }, r -> r.put("promptText", "x".repeat(model.promptText()
                    .maxUtf16())), r -> r.put("promptText", "x".repeat(model.promptText().maxUtf16() + 1)), r -> r.put("promptText", ""),
                    r -> r.put("promptText", "😀".repeat(model.promptText().maxUtf16() / 2)), r -> r.put("ratio", "1280:721"),
                    r -> r.put("ratio", 7), r -> r.put("seed", 0), r -> r.put("seed", -1), r -> r.put("seed", 999_999_999L),
                    r -> r.put("seed", 1_000_000_000L), r -> r.put("seed", 4_294_967_295L), r -> r.put("seed", 4_294_967_296L),
                    r -> r.put("seed", "7"), r -> r.put("watermark", true), r -> r.put("watermark", "no"), r -> r.put("audio", false),
                    r -> r.put("negativePrompt", "rain"), r -> r.put("outputFormat", "mp4"), r -> r.put("outputFormat", "prores"),
                    r -> r.put("outputFormat", "gif"), r -> r.putObject("contentModeration").put("publicFigureThreshold", "low"),
                    r -> r.put("promptImage", PICTURE), r -> r.put("promptImage", "http://images.example.com/a.png"),
                    r -> r.put("promptImage", "https://192.0.2.1/a.png"), r -> r.put("promptImage", "data:image/gif;base64,R0lG"),
                    r -> frames(r, "first"), r -> frames(r, "last"), r -> frames(r, "first", "last"), r -> frames(r, "first", "first"),
                    r -> frames(r), r -> r.remove("promptImage"), r -> r.remove("ratio"), r -> r.remove("promptText"),
                    r -> r.put("model", "gen2"), r -> r.remove("model")));
            for (long seconds = 0; seconds <= 11; seconds++) {
                long duration = seconds;
                changes.add(r -> r.put("duration", duration));
            }
            for (String ratio : List.of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672", "1280:768", "768:1280",
                    "1920:1080", "1080:1920")) {
                changes.add(r -> r.put("ratio", ratio));
            }
            for (Consumer<ObjectNode> change : changes) {
                ObjectNode drop = Gateways.json("{'promptImage':'https://images.example.com/cat.png','promptText':'x','ratio':'1280:720'}")
                        .put("model", name);
                if (model.ratios() != null) {
                    drop.put("ratio", model.ratios().get(0));
                }
                change.accept(drop);
                boolean offered = Requests.check(profile, drop, null, "cat.json").isEmpty();
                ObjectNode sent = Requests.complete(profile, drop, new Random(1));
                SubmitReply reply = submit(account, sent.toString());
                if (offered) {
                    assertThat(reply).as("%s", sent).isInstanceOf(Accepted.class);
                } else if (strictlyRefused(profile, drop)) {
                    assertThat(reply).as("%s", sent).isNotInstanceOf(Accepted.class);
                }
            }
        }
    }

    /** Not so where a stand-in is laxer than the profile: no reseller documents that it refuses a field. */
    private static boolean strictlyRefused(Profile profile, ObjectNode drop) {
        boolean relay = profile.submit().path().startsWith("/runwayml");
        return !relay || Requests.check(profile, drop, null, "cat.json").stream()
                .anyMatch(problem -> RequestFields.of(null).contains(problem.field()) && !problem.field().startsWith("seed"));
    }

    private static void frames(ObjectNode request, String... positions) {
        var frames = request.putArray("promptImage");
        for (String position : positions) {
            frames.addObject().put("uri", "https://images.example.com/" + position + ".png").put("position", position);
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void is_understood_from_the_submit_to_the_video(Dialect gateway, String style) throws Exception {
        Account account = account(gateway.name());
        String id = bought(account, "[style " + style + "] [render 1000]");
        assertThat(task(account, id)).isInstanceOfSatisfying(Progress.class, progress -> {
            assertThat(progress.status()).isEqualTo(TaskStatus.QUEUED);
            assertThat(progress.known()).isTrue();
        });
        pass(550);
        assertThat(task(account, id)).isInstanceOfSatisfying(Progress.class, progress -> {
            assertThat(progress.status()).isEqualTo(TaskStatus.RUNNING);
            assertThat(progress.progress()).isIn(0.5, null);
        });
        pass(450);
        Succeeded done = (Succeeded) task(account, id);
        assertThat(done.outputs()).hasSize(1);
        if (done.costMicros() != null) {
            assertThat(done.costMicros()).isEqualTo(sandbox.report().gateways().get(gateway.name()).charged() * 1_000_000);
        }
        HttpRequest.Builder video = HttpRequest.newBuilder(URI.create(done.outputs().get(0)));
        boolean ownHost = style.equals("own-host");
        assertThat(HTTP.send(video.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(ownHost ? 401 : 200);
        if (ownHost) {
            video.setHeader("Authorization", "Bearer " + KEY);
            HttpResponse<byte[]> given = HTTP.send(video.build(), BodyHandlers.ofByteArray());
            assertThat(given.statusCode()).isEqualTo(200);
            assertThat(new String(given.body(), 4, 4)).isEqualTo("ftyp");
        }
        assertThat(sandbox.report().keyLeaks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void is_understood_when_a_task_fails_or_is_not_itself(Dialect gateway, String style) throws Exception {
        Account account = account(gateway.name());
        String prompt = "[style " + style + "] ";
        String unsafe = bought(account, prompt + "[fail SAFETY.INPUT.TEXT]");
        String failed = bought(account, prompt + "[fail]");
        String cancelled = bought(account, prompt + "[cancelled]");
        String odd = bought(account, prompt + "[unknown-status 500]");
        String empty = bought(account, prompt + "[no-output]");
        String late = bought(account, prompt + "[unknown-task]");
        assertThat(task(account, odd)).isInstanceOfSatisfying(Progress.class, progress -> {
            assertThat(progress.status()).isEqualTo(TaskStatus.UNKNOWN);
            assertThat(progress.known()).isFalse();
        });
        for (int i = 0; i < 3; i++) {
            assertThat(task(account, late)).isInstanceOf(NotFound.class);
        }
        pass(1000);
        assertThat(task(account, unsafe)).isInstanceOfSatisfying(Failed.class, reply -> {
            assertThat(reply.code()).isIn("SAFETY.INPUT.TEXT", null);
            assertThat(reply.text()).isNotBlank();
        });
        assertThat(task(account, failed)).isInstanceOfSatisfying(Failed.class, reply -> assertThat(reply.code()).isNull());
        assertThat(task(account, cancelled)).isInstanceOfAny(TaskReply.Cancelled.class, Failed.class);
        assertThat(task(account, empty)).isInstanceOf(NoOutputYet.class);
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void comes_round_to_every_style(Dialect gateway) throws Exception {
        Set<SubmitReply> bought = new HashSet<>();
        for (int i = 0; i < 2 * gateway.styles().size(); i++) {
            bought.add(submit(account(gateway.name()), request(gateway.name(), "cat " + i)));
        }
        assertThat(bought).hasSize(2 * gateway.styles().size()).allMatch(reply -> reply instanceof Accepted);
        assertThat(sandbox.report().gateways().get(gateway.name()).styles().values()).hasSize(gateway.styles().size()).containsOnly(2L);
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void is_understood_when_it_refuses(Dialect gateway) throws Exception {
        Account account = account(gateway.name());
        String good = request(gateway.name(), "a cat");
        sandbox.faults(Map.of("key", "key_of_somebody_else"));
        assertThat(submit(account, good)).isInstanceOfSatisfying(AccountHeld.class, held -> assertThat(held.kind()).isEqualTo(Pause.KEY));
        assertThat(task(account, "t-1")).isInstanceOfSatisfying(Trouble.class, held -> assertThat(held.kind()).isEqualTo(Kind.KEY));
        sandbox.reset();
        sandbox.faults(Map.of("credits", "0"));
        for (int i = 0; i < 4; i++) {
            assertThat(submit(account, good)).isInstanceOfSatisfying(AccountHeld.class,
                    held -> assertThat(held.kind()).as(held.reason()).isEqualTo(Pause.CREDITS));
        }
        sandbox.reset();
        sandbox.faults(Map.of("status-429", "1", "poll-429", "1"));
        assertThat(submit(account, good)).isInstanceOfSatisfying(AccountHeld.class,
                held -> assertThat(held.kind()).isEqualTo(Pause.RATE_LIMIT));
        for (String status : List.of("500", "502", "503", "504")) {
            sandbox.reset();
            sandbox.faults(Map.of("status-" + status, "1"));
            for (int i = 0; i < 5; i++) {
                assertThat(submit(account, good)).isInstanceOfSatisfying(InDoubt.class,
                        doubt -> assertThat(doubt.reason()).contains(status));
            }
        }
        sandbox.reset();
        String id = bought(account, "a cat");
        sandbox.faults(Map.of("poll-502", "1"));
        for (int i = 0; i < 5; i++) {
            assertThat(task(account, id)).isInstanceOfSatisfying(Trouble.class,
                    trouble -> assertThat(trouble.kind()).isEqualTo(Kind.SERVER));
        }
        sandbox.reset();
        Set<Class<?>> refused = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            refused.add(submit(account, good.replace("https:", "http:")).getClass());
        }
        // CometAPI may answer 500 to what it does not understand.
        assertThat(refused).contains(Refused.class).isSubsetOf(Refused.class, InDoubt.class);
        assertThat(sandbox.report().gateways()).isEmpty();
    }

    /** An answer that names no task, or none at all, after which a task is there all the same. */
    @ParameterizedTest
    @MethodSource("gateways")
    void can_be_made_to_leave_a_submit_in_doubt(Dialect gateway) throws Exception {
        Account account = account(gateway.name());
        for (String fault : List.of("no-id", "html", "error", "lose", "reset")) {
            String body = request(gateway.name(), "[" + fault + "]");
            SubmitReply reply;
            try {
                reply = submit(account, body);
            } catch (IOException e) {
                reply = Replies.submitFailed(e);
            }
            assertThat(reply).as(fault).isInstanceOf(InDoubt.class);
        }
        assertThat(sandbox.report().gateways().get(gateway.name()).tasksCreated()).isEqualTo(5);
        sandbox.faults(Map.of("redirect-submits", "1"));
        assertThat(submit(account, request(gateway.name(), "elsewhere"))).isInstanceOfSatisfying(InDoubt.class,
                doubt -> assertThat(doubt.reason()).contains("302"));
        sandbox.faults(Map.of("redirect-submits", "0", "status-408", "1"));
        assertThat(submit(account, request(gateway.name(), "late"))).isInstanceOfSatisfying(InDoubt.class,
                doubt -> assertThat(doubt.reason()).contains("408"));
        assertThat(sandbox.report().tasksCreated()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void can_be_made_to_say_nothing_of_a_task_and_to_spoil_its_video(Dialect gateway, String style) throws Exception {
        Account account = account(gateway.name());
        String id = bought(account, "[style " + style + "]");
        pass(1000);
        for (String fault : List.of("html-polls", "redirect-polls", "poll-408")) {
            sandbox.faults(Map.of(fault, "1"));
            assertThat(task(account, id)).as(fault).isInstanceOf(Trouble.class);
            sandbox.faults(Map.of(fault, "0"));
        }
        Succeeded done = (Succeeded) task(account, id);
        HttpRequest.Builder video = HttpRequest.newBuilder(URI.create(done.outputs().get(0)));
        Requests.headers(account).forEach(video::setHeader);
        sandbox.faults(Map.of("not-a-video", "1"));
        assertThat(HTTP.send(video.build(), BodyHandlers.ofString()).body()).startsWith("<!doctype html>");
        sandbox.faults(Map.of("not-a-video", "0", "redirect-downloads", "1"));
        HttpResponse<String> moved = HTTP.send(video.build(), BodyHandlers.ofString());
        assertThat(moved.statusCode()).isEqualTo(302);
        HttpRequest there = HttpRequest.newBuilder(URI.create(moved.headers().firstValue("Location").orElseThrow())).build();
        assertThat(HTTP.send(there, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        sandbox.faults(Map.of("redirect-downloads", "0", "outage", "true"));
        assertThat(HTTP.send(video.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void knows_no_other_gateways_tasks(Dialect gateway) throws Exception {
        String id = bought(account(gateway.name()), "a cat");
        for (Dialect other : Dialects.all()) {
            TaskReply reply = task(account(other.name()), id);
            assertThat(reply).isInstanceOf(other == gateway ? Progress.class : NotFound.class);
        }
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void is_asked_with_the_headers_of_its_document(Dialect gateway) throws Exception {
        Account account = account(gateway.name());
        for (String header : gateway.toBuy().keySet()) {
            HttpRequest.Builder without = HttpRequest.newBuilder(account.submitUri())
                    .POST(BodyPublishers.ofString(request(gateway.name(), "a")));
            Requests.headers(account).forEach((name, value) -> {
                if (!name.equals(header)) {
                    without.setHeader(name, value);
                }
            });
            assertThat(HTTP.send(without.build(), BodyHandlers.ofString()).statusCode()).isIn(400, 500);
        }
        assertThat(sandbox.report().tasksCreated()).isZero();
    }

    private static void pass(long ms) {
        now = now.plusMillis(ms);
    }

    private static Account account(String gateway) {
        Dialect dialect = Dialects.all().stream().filter(d -> d.name().equals(gateway)).findFirst().orElseThrow();
        return Accounts.from(Map.of(Accounts.PREFIX + gateway + ".api-key", KEY, Accounts.PREFIX + gateway + ".base-url",
                sandbox.uri() + dialect.base()), Gateways.SHIPPED).get(gateway);
    }

    private static String request(String gateway, String prompt) {
        Profile profile = Gateways.SHIPPED.find(gateway).orElseThrow();
        Map.Entry<String, Model> model = profile.models().entrySet().iterator().next();
        ObjectNode drop = Gateways.json("{'promptImage':'https://images.example.com/cat.png'}").put("model", model.getKey())
                .put("promptText", prompt).put("ratio", model.getValue().ratios() == null ? "1280:768" : model.getValue().ratios().get(0));
        return Requests.complete(profile, drop, new Random(1)).toString();
    }

    private static String bought(Account account, String prompt) throws Exception {
        SubmitReply reply = submit(account, request(account.name(), prompt));
        assertThat(reply).isInstanceOf(Accepted.class);
        return ((Accepted) reply).taskId();
    }

    private static SubmitReply submit(Account account, String body) throws Exception {
        HttpResponse<byte[]> answer = call(account, HttpRequest.newBuilder(account.submitUri()).POST(BodyPublishers.ofString(body)));
        return Replies.submit(account.profile(), answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(null),
                answer.body(), null);
    }

    private static TaskReply task(Account account, String id) throws Exception {
        HttpResponse<byte[]> answer = call(account, HttpRequest.newBuilder(account.taskUri(id)).GET());
        return Replies.task(account.profile(), answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(null), answer.body(),
                null);
    }

    private static HttpResponse<byte[]> call(Account account, HttpRequest.Builder request) throws Exception {
        Requests.headers(account).forEach(request::setHeader);
        return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
    }
}
