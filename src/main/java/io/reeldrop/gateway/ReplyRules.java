package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How answers are read. Where a list of JSON pointers stands, the first that leads to something usable wins.
 *
 * @param taskId      to the new task's id; only texts count, because a number there is a row of the relay's own table
 * @param successCode to the code that an envelope carries
 * @param success     the codes that mean success, whatever their case
 * @param error       to what is there only when something went wrong
 * @param status      to the status, the envelope's before the inner one
 * @param statuses    the gateway's words for each status, whatever their case
 * @param output      to the video's URL, or a list of such
 * @param failureText to why the task failed
 * @param failureCode to the failure's code
 * @param progress    to a number from 0 to 1 or a text such as {@code 30%}
 * @param createdAt   to when the task was made: ISO-8601 with an offset, or seconds or milliseconds since 1970
 * @param charged     to what the task did cost, in the profile's unit
 * @param failedCost  what a task costs that ended without a video
 * @param estimated   to what the gateway expects the task to cost, in the profile's unit
 * @param errorText   to what is wrong with a refused request
 * @param errorCode   to that error's code
 * @param issues      to the single faults of a refused request
 * @param failures    what a failure code means for another attempt
 * @param held        which refusals are the account's fault, not the job's
 */
public record ReplyRules(
        List<JsonPointer> taskId,
        List<JsonPointer> successCode,
        List<String> success,
        List<JsonPointer> error,
        List<JsonPointer> status,
        Map<TaskStatus, List<String>> statuses,
        List<JsonPointer> output,
        List<JsonPointer> failureText,
        List<JsonPointer> failureCode,
        List<JsonPointer> progress,
        List<JsonPointer> createdAt,
        List<JsonPointer> charged,
        FailedCost failedCost,
        List<JsonPointer> estimated,
        List<JsonPointer> errorText,
        List<JsonPointer> errorCode,
        Issues issues,
        Failures failures,
        Held held) {

    /** What a task costs that FAILED or was CANCELLED. */
    public enum FailedCost {
        /** What its answer states as charged: 0 where it was given back. Where it states nothing, the reservation stays. */
        STATED,
        /** Nothing: it is given back, although its answer may go on stating what was held for it. */
        NONE,
        /** Nobody has told: the reservation stays, whatever its answer states. */
        UNKNOWN
    }

    /** @param list to the faults; {@code path} and {@code message} lead on from one of them */
    public record Issues(JsonPointer list, JsonPointer path, JsonPointer message) {
    }

    /**
     * Failure codes by prefix; the longest prefix that ends at a dot or at the code's end wins.
     *
     * @param whenAbsent  for a failure without a code
     * @param whenUnknown for a code that no prefix covers
     */
    public record Failures(List<String> never, List<String> once, List<String> later, Retry whenAbsent, Retry whenUnknown) {
    }

    /** HTTP statuses, and texts found anywhere in the error, that put the account at fault. Texts are looked at first. */
    public record Held(List<Pattern> creditTexts, List<Integer> creditStatuses, List<Pattern> keyTexts, List<Integer> keyStatuses,
            List<Integer> rateLimitStatuses, List<Integer> addressStatuses) {

        boolean badKey(int status, String text) {
            return keyStatuses.contains(status) || status >= 400 && keyTexts.stream().anyMatch(pattern -> pattern.matcher(text).find());
        }
    }
}
