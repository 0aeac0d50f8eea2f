package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Terms;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Looks at a request's headers, and strikes it with the statuses and redirects that were asked for. */
final class Gate {

    private static final Map<Option, Integer> OF_SUBMITS = new EnumMap<>(Map.of(Option.STATUS_408, 408, Option.STATUS_429, 429,
            Option.STATUS_500, 500, Option.STATUS_502, 502, Option.STATUS_503, 503, Option.STATUS_504, 504));
    private static final Map<Option, Integer> OF_POLLS = new EnumMap<>(Map.of(Option.POLL_408, 408, Option.POLL_429, 429,
            Option.POLL_500, 500, Option.POLL_502, 502, Option.POLL_503, 503, Option.POLL_504, 504));
    private static final String BEARER = "Bearer ";

    private Gate() {
    }

    /** @throws Refusal 401 without the key, 400 without a header that the gateway demands, 500 during an outage */
    static void enter(Call call, SandboxOptions options) throws Refusal {
        key(call, options);
        Terms terms = call.dialect().terms();
        for (Terms.Header header : call.path().equals(call.dialect().submit()) ? terms.toBuy() : terms.toAsk()) {
            String value = call.header(header.name());
            if (value == null || !value.contains(header.value())) {
                throw Refusal.documented(400, value == null ? "The " + header.name() + " header is missing"
                        : header.name() + " is not supported");
            }
        }
    }

    /** @throws Refusal 401 without the key, 500 during an outage */
    static void key(Call call, SandboxOptions options) throws Refusal {
        outage(options);
        String given = call.header("Authorization");
        String key = options.text(Option.KEY);
        if (given == null || !given.startsWith(BEARER) || given.length() == BEARER.length()) {
            throw Refusal.of(401, "Unauthorized: a Bearer key is required");
        }
        if (!key.isEmpty() && !given.substring(BEARER.length()).equals(key)) {
            throw Refusal.of(401, "Unauthorized: the key is not valid");
        }
    }

    static void outage(SandboxOptions options) throws Refusal {
        if (options.flag(Option.OUTAGE)) {
            throw Refusal.of(500, "Internal server error");
        }
    }

    /** @throws Refusal 415 for a body that is not said to be JSON */
    static void json(Call call) throws Refusal {
        String type = call.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Refusal.of(415, "Content-Type must be application/json");
        }
    }

    static void strikeSubmit(Call call, SandboxOptions options, long key, long count) throws Refusal {
        Detour.strike(call, options, Option.REDIRECT_SUBMITS, key, count);
        strike(OF_SUBMITS, options, key, count);
    }

    static void strikePoll(Call call, SandboxOptions options, long key, long count) throws Refusal {
        Detour.strike(call, options, Option.REDIRECT_POLLS, key, count);
        strike(OF_POLLS, options, key, count);
    }

    private static void strike(Map<Option, Integer> faults, SandboxOptions options, long key, long count) throws Refusal {
        for (Map.Entry<Option, Integer> fault : faults.entrySet()) {
            if (Chance.strikes(options, fault.getKey(), key, count)) {
                Refusal refusal = Refusal.of(fault.getValue(), "Answered " + fault.getValue() + " on request");
                throw fault.getValue() == 429 ? refusal.with("Retry-After", options.text(Option.RETRY_AFTER)) : refusal;
            }
        }
    }
}
