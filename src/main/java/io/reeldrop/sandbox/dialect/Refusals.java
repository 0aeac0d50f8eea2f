package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Refused.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The shapes in which a gateway refuses: <b>A</b> {@code {"error":"…","issues":[…],"docUrl"}}, <b>B</b>
 * {@code {"error":{"message","type","param","code"}}}, <b>C</b> {@code {"code":"…","message":"…","data":null}}, also with the upstream's
 * body as a text in {@code message}, and web pages. Where several are documented for one fault, they come in turn.
 */
public final class Refusals {

    private static final String SATURATED = "当前分组上游负载已饱和，请稍后再试";

    /** One shape. The number makes it differ from others of its kind. */
    private interface Shape extends BiFunction<Refused, Long, Answer> {
    }

    private final Map<Kind, List<Shape>> shapes = new EnumMap<>(Kind.class);
    /** What {@code error.type} says in shape B. */
    private final String type;

    private Refusals(String type) {
        this.type = type;
    }

    static Refusals official() {
        Refusals official = new Refusals(null);
        for (Kind kind : Kind.values()) {
            official.add(kind, Refusals::asIs);
        }
        return official;
    }

    /** What the relay family has in common. */
    static Refusals relay(String type) {
        Refusals relay = new Refusals(type);
        return relay.add(Kind.KEY, (r, n) -> relay.b(401, "", "Invalid token", n))
                .add(Kind.CREDITS, (r, n) -> relay.b(403, "", "用户额度不足", n), (r, n) -> nested(400, r),
                        (r, n) -> relay.b(403, "", "Insufficient user quota", n))
                .add(Kind.RATE, (r, n) -> c(429, "fail_to_fetch_task", SATURATED))
                .add(Kind.UNKNOWN_TASK, (r, n) -> c(400, "task_not_exist", "task_not_exist"),
                        (r, n) -> c(400, "fail_to_fetch_task", c(400, "task_not_exist", "task_not_exist").body()))
                .add(Kind.UNKNOWN_PATH, (r, n) -> relay.b(404, "", "Invalid URL (" + r.call() + ")", n),
                        (r, n) -> Answer.page(200, "New API"))
                .add(Kind.UNKNOWN_MODEL, (r, n) -> c(400, "model_price_error", r.text()),
                        (r, n) -> relay.b(400, "model_not_found", r.text(), n), (r, n) -> c(500, "get_channel_failed", r.text()))
                .add(Kind.INVALID, (r, n) -> c(400, "invalid_request", r.text()), (r, n) -> nested(400, r), Refusals::asIs)
                .add(Kind.TOO_LARGE, (r, n) -> c(413, "read_request_body_failed", r.text()))
                .add(Kind.MOVED, Refusals::asIs)
                .add(Kind.SERVER, (r, n) -> nested(r.status(), r), (r, n) -> relay.b(r.status(), "", r.text(), n),
                        (r, n) -> Answer.page(r.status(), r.status() + ""), (r, n) -> c(r.status(), "do_request_failed", r.text()));
    }

    /** The family's, and what CometAPI documents beyond them. */
    static Refusals comet() {
        Refusals comet = relay("comet_api_error");
        return comet.add(Kind.UNKNOWN_TASK, (r, n) -> comet.b(400, "", "task_not_exist", n))
                .add(Kind.INVALID, (r, n) -> comet.b(400, "invalid_request", r.text(), n),
                        (r, n) -> comet.b(500, "invalid_request", r.text(), n))
                .add(Kind.UNKNOWN_PATH, (r, n) -> Answer.redirect("https://www.cometapi.com/"));
    }

    private Refusals add(Kind kind, Shape... more) {
        shapes.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(List.of(more));
        return this;
    }

    /** @param turn how often this gateway has refused for this kind of reason before */
    public Answer of(Refused refused, long turn) {
        List<Shape> offered = shapes.get(refused.kind());
        return offered.get((int) (turn % offered.size())).apply(refused, turn);
    }

    private static Answer asIs(Refused refused, long number) {
        return Answer.json(refused.status(), refused.official());
    }

    private Answer b(int status, String code, String text, long number) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", text + " (request id: " + (20261120000L + number) + ")").put("type", type)
                .put("param", "");
        return Answer.json(status, body);
    }

    private static Answer c(int status, String code, String text) {
        return Answer.json(status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", text).putNull("data"));
    }

    private static Answer nested(int status, Refused refused) {
        return c(status, "fail_to_fetch_task", refused.official().toString());
    }
}
