package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** {@code GET /v1/organization}: balance, limits, and tasks of the last 24 hours. */
final class Organization {

    private static final long HIGHEST_TIER_CREDITS = 10_000_000;

    private final Tasks tasks;

    Organization(Tasks tasks) {
        this.tasks = tasks;
    }

    void answer(Call call, SandboxOptions options) throws IOException {
        try {
            Gate.enter(call, options);
        } catch (Refusal refusal) {
            call.refuse(refusal);
            return;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode limits = answer.putObject("tier").put("maxMonthlyCreditSpend", HIGHEST_TIER_CREDITS).putObject("models");
        ObjectNode used = answer.put("creditBalance", tasks.balance(options)).putObject("usage").putObject("models");
        long quota = options.number(Option.DAILY_QUOTA);
        tasks.daily(call.dialect()).forEach((model, count) -> {
            limits.putObject(model).put("maxConcurrentGenerations", options.number(Option.SLOTS))
                    .put("maxDailyGenerations", quota == 0 ? Integer.MAX_VALUE : quota);
            used.putObject(model).put("dailyGenerations", count);
        });
        call.json(200, answer);
    }
}
