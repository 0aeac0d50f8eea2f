package io.reeldrop.drop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the people who drop into a watch may do with its owner's money; set in the watch's route file, out of reach of {@code in/}.
 *
 * @param account       pays, unless the sidecar names another
 * @param accounts      what a sidecar may name; holds {@code account}
 * @param models        models that may be used; empty: all that the gateway offers
 * @param maxCostPerJob millionths of the account's unit, or null for no limit
 * @param maxCostPerDay millionths of the account's unit, or null for no limit
 * @param maxTasksPerDay tasks, or null for no limit
 */
public record Rights(String account, Set<String> accounts, Set<String> models, Long maxCostPerJob, Long maxCostPerDay,
        Integer maxTasksPerDay) {

    private static final String ASK = "ask whoever runs Reeldrop to allow it in the watch's route file";

    /** Which account pays for this request. */
    String payer(ObjectNode request) {
        return request.path(Fields.ACCOUNT).asText(account);
    }

    List<Problem> check(ObjectNode request, String file) {
        List<Problem> problems = new ArrayList<>();
        if (!accounts.contains(payer(request))) {
            problems.add(new Problem(file, Fields.ACCOUNT, "'" + payer(request) + "' may not be used here", String.join(", ", accounts),
                    "Leave it out, or " + ASK));
        }
        String model = request.path("model").asText("");
        if (!models.isEmpty() && !model.isEmpty() && !models.contains(model)) {
            problems.add(new Problem(file, "model", "'" + model + "' may not be used here", String.join(", ", models),
                    "Choose one of these, or " + ASK));
        }
        return problems;
    }

    /**
     * Whether one video may cost so much here; {@code estimateMicros} is null where the price is not known. A cap on the day's tasks stands
     * in for that on its cost then, but nothing for that on one video's.
     */
    public List<Problem> checkCost(Long estimateMicros, String file) {
        if (estimateMicros == null && (maxCostPerJob != null || maxCostPerDay != null && maxTasksPerDay == null)) {
            return List.of(new Problem(file, "model", "its price is not known, and this watch may not spend without limit", null,
                    "Choose a model with a price; or whoever runs Reeldrop gives the gateway's profile one"
                            + (maxCostPerJob == null ? ", or the watch a maxTasksPerDay" : "")));
        }
        if (maxCostPerJob == null || estimateMicros <= maxCostPerJob) {
            return List.of();
        }
        return List.of(new Problem(file, "duration", "it would cost " + Micros.text(estimateMicros) + ", more than one video may cost here",
                "at most " + Micros.text(maxCostPerJob), "Choose a shorter duration or a cheaper model, or " + ASK));
    }
}
