package io.reeldrop.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statuses in one answer: a relay gives its own in the envelope and passes the maker's on inside, and the two need not agree.
 */
final class StatusWords {

    /** One status, with the word it was read from. */
    private record Word(String raw, TaskStatus status) {
    }

    private final List<Word> words = new ArrayList<>();

    private StatusWords() {
    }

    static StatusWords in(ReplyRules rules, ReplyBody body) {
        StatusWords found = new StatusWords();
        body.words(rules.status()).forEach(raw -> found.words.add(new Word(Words.plain(raw), meaning(rules, raw))));
        return found;
    }

    private static TaskStatus meaning(ReplyRules rules, String raw) {
        String upper = raw.toUpperCase(Locale.ROOT);
        return rules.statuses().entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(word -> word.toUpperCase(Locale.ROOT).equals(upper)))
                .map(e -> e.getKey()).findFirst().orElse(TaskStatus.UNKNOWN);
    }

    boolean none() {
        return words.isEmpty();
    }

    /**
     * The status that counts. Where statuses disagree, an ended one counts only with what it should bring along: a video that is there was
     * paid for, whatever the other status says; a failure needs its reason. Otherwise the task is not over.
     */
    TaskStatus decide(boolean output, boolean failure) {
        List<TaskStatus> known = words.stream().map(Word::status).filter(s -> s != TaskStatus.UNKNOWN).distinct().toList();
        if (known.size() <= 1) {
            return known.isEmpty() ? TaskStatus.UNKNOWN : known.get(0);
        }
        if (known.contains(TaskStatus.SUCCEEDED) && output) {
            return TaskStatus.SUCCEEDED;
        }
        if (known.contains(TaskStatus.FAILED) && failure) {
            return TaskStatus.FAILED;
        }
        // All ended, none with proof: the envelope's word. Else the first that is still under way.
        return known.stream().filter(s -> !s.terminal()).findFirst().orElse(known.get(0));
    }

    /** The word that meant {@code status}; empty where there was none. */
    String raw(TaskStatus status) {
        return words.stream().filter(w -> w.status() == status).map(Word::raw).findFirst().orElse("");
    }
}
