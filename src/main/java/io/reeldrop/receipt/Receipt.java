package io.reeldrop.receipt;

import com.fasterxml.jackson.core.type.TypeReference;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Json;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a purchase was about to be made, written down apart from the store; and, once it is known, which task was bought.
 *
 * @param number which purchase of its job it is, from 1
 * @param taskId null as long as it is not known
 * @param then   the job's row when the purchase was about to be made
 */
record Receipt(int number, String taskId, Job then) {

    /** Of ids that begin alike, a quarter of an hour's, in one folder. */
    private static final int FOLDER = 5;
    private static final Pattern NAME = Pattern.compile("[0-9a-z]{5}/([0-9a-z]{14})-([1-9][0-9]{0,8})\\.json");

    /** Of the purchase that a job's row says is about to be made. */
    static Receipt of(Job intended) {
        return new Receipt(intended.number("bought").intValue(), null, intended);
    }

    /** Of the last purchase that a row knows of, as it would have been written when that was made. */
    static Receipt again(Job job) {
        Map<String, Object> then = new LinkedHashMap<>(job.row());
        then.put("state", State.SUBMITTING.name());
        then.put("place", Place.IN_PROGRESS.name());
        return of(Jobs.job(then)).with(job.taskId());
    }

    /** @throws IllegalStateException for a text that is no receipt */
    static Receipt read(String text) {
        Map<String, Object> all = Json.read(text, new TypeReference<>() { });
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> row = (Map<String, Object>) all.get("row");
            Receipt receipt = new Receipt(((Number) all.get("purchase")).intValue(), (String) all.get("taskId"), Jobs.job(row));
            if (receipt.id().isEmpty() || receipt.submittedAt() <= 0) {
                throw new IllegalStateException("it names no job");
            }
            return receipt;
        } catch (NullPointerException | ClassCastException e) {
            throw new IllegalStateException("it is no receipt", e);
        }
    }

    String text() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("job", id());
        all.put("purchase", number);
        all.put("taskId", taskId);
        all.put("row", then.row());
        return Json.pretty(all);
    }

    Receipt with(String task) {
        return new Receipt(number, task, then);
    }

    String id() {
        return then.id();
    }

    long submittedAt() {
        return then.number("submitted_at");
    }

    String name() {
        return name(id(), number);
    }

    static String name(String id, int number) {
        return before(id) + "-" + number + ".json";
    }

    /** What the names of the receipts of a job, and of no earlier one, come after. */
    static String before(String id) {
        return id.substring(0, Math.min(FOLDER, id.length())) + "/" + id;
    }

    /** Which purchase of which job a name stands for. */
    record Named(String id, int number) {

        /** @return null for the name of something else */
        static Named of(String name) {
            Matcher matcher = NAME.matcher(name);
            return matcher.matches() ? new Named(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
        }
    }
}
