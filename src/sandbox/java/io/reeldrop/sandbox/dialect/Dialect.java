package io.reeldrop.sandbox.dialect;

import io.reeldrop.sandbox.dialect.ApiError.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one gateway talks, as dialects.yaml tells.
 *
 * @param name     also the first segment of its address here, but for the one at the root
 * @param root     what its documented paths begin with behind that, such as {@code /runwayml}
 * @param official whether it has the calls that resellers do not pass on: the organisation's figures
 * @param strict   whether a field that is not documented is refused
 * @param toBuy    headers that the submit must carry, and what their values must hold; {@code toAsk}: those of all other calls
 * @param styles   in which it may speak of a task; those of its own document, and those of the family it is of
 */
public record Dialect(String name, String root, boolean official, boolean strict, Map<String, String> toBuy, Map<String, String> toAsk,
        List<ReplyStyle> styles, List<ReplyStyle> family, Map<Reason, List<ErrorShape>> errors, String errorType,
        Map<String, Offer> models) {

    public Dialect {
        root = root == null ? "" : root;
        toAsk = toAsk == null ? Map.of() : toAsk;
        styles = family == null ? styles : Stream.concat(styles.stream(), family.stream()).toList();
        family = List.of();
    }

    /** What one model takes. Without ratios any, without a greatest seed none; {@code more} are fields beyond the common ones. */
    public record Offer(long creditsPerSecond, Set<String> required, List<String> ratios, List<Long> durations, int longestPrompt,
            Long greatestSeed, List<List<String>> frames, Set<String> more) {

        public long longest() {
            return durations.get(durations.size() - 1);
        }
    }

    /** One shape of a refusal, with what differs from the official one. */
    public record ErrorShape(Integer status, Object json, String page, String location) {
    }

    /** A refusal as it goes out; {@code location} is where a redirect leads, or null. */
    public record Answer(int status, String type, String location, String body) {
    }

    /** What its paths begin with here. */
    public String base() {
        return this == Dialects.SANDBOX ? "" : '/' + name;
    }

    public String submit() {
        return root + "/v1/image_to_video";
    }

    /** What stands before a task's id in the path of the call that asks for it. */
    public String tasks() {
        return root + "/v1/tasks/";
    }

    /** What it calls one of Runway's credits in its own unit. */
    public long quota() {
        return official ? 1 : TaskView.QUOTA_OF_A_CREDIT;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The style of the {@code turn}-th task, from 0 on: in turn among those wanted, or among all where none of those is known here. */
    public ReplyStyle style(List<String> wanted, long turn) {
        List<ReplyStyle> known = styles.stream().filter(style -> wanted.contains(style.name())).toList();
        List<ReplyStyle> offered = known.isEmpty() ? styles : known;
        return offered.get((int) (turn % offered.size()));
    }

    /** @param turn how often it has refused for this reason before */
    public Answer refusal(ApiError error, String call, long turn) {
        List<ErrorShape> shapes = errors.getOrDefault(error.reason, List.of(new ErrorShape(null, null, null, null)));
        ErrorShape shape = shapes.get((int) (turn % shapes.size()));
        int status = shape.status == null ? error.status : shape.status;
        Map<String, Object> values = new HashMap<>(Map.of("status", status, "call", call, "number", 20261120000L + turn,
                "text", error.text(), "official", error.body.toString()));
        values.put("type", errorType);
        if (shape.page == null) {
            return new Answer(status, "application/json", null,
                    (shape.json == null ? error.body : Template.filled(shape.json, values)).toString());
        }
        String title = Template.text(shape.page, values);
        return new Answer(status, "text/html; charset=utf-8", shape.location,
                "<!doctype html><html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>");
    }
}
