package io.reeldrop.sandbox;

import java.io.IOException;
import java.util.List;

/** Redirects to this sandbox under another host name, and what waits there: the videos, and somebody who counts the calls that follow. */
final class Detour {

    static final String ELSEWHERE = "/elsewhere";

    private final Counts counts;

    Detour(Counts counts) {
        this.counts = counts;
    }

    /** @throws Refusal the redirect, where the fault strikes and the call has not followed one already */
    static void strike(Call call, SandboxOptions options, Option fault, long key, long count) throws Refusal {
        strike(call, options, fault, key, count, call.wholePath() + (call.query() == null ? "" : "?" + call.query()));
    }

    /** As the other, to a path of its own. */
    static void strike(Call call, SandboxOptions options, Option fault, long key, long count, String path) throws Refusal {
        if (!call.path().startsWith(ELSEWHERE) && Chance.strikes(options, fault, key, count)) {
            List<String> statuses = options.list(Option.REDIRECT_STATUS);
            int status = Integer.parseInt(statuses.get((int) (Chance.draw(options, "redirect-status", key, count) * statuses.size())));
            throw Refusal.of(status, "Moved").with("Location",
                    "http://" + options.text(Option.REDIRECT_HOST) + ':' + call.port() + ELSEWHERE + path);
        }
    }

    /** A call of the API that should have stayed at the gateway's own host. */
    void followed(Call call) throws IOException {
        counts.strays.increment();
        if (call.header("Authorization") != null) {
            counts.keyLeaks.increment();
        }
        call.refuse(Refusal.of(404, "Not found"));
    }
}
