package io.reeldrop.drop;

import java.util.List;
import java.util.function.BiPredicate;

/** What the looks so far saw of one file: since when it has not changed, and how long it has been waiting for another. */
final class Sighting {

    private Entry entry;
    private long since;
    private long looks;
    private long waitingSince;
    private long lastWaitingLook;
    private List<Entry> askedUnder;
    private boolean needsNoImage;

    Sighting(Entry entry, long now) {
        begin(entry, now);
    }

    /** Another look. A clock that was set back starts the count anew: better late than taken half-written. */
    void again(Entry seen, long now) {
        if (seen.size() != entry.size() || seen.modified() != entry.modified() || now < since) {
            begin(seen, now);
        } else {
            looks++;
        }
    }

    private void begin(Entry seen, long now) {
        entry = seen;
        since = now;
        looks = 1;
        lastWaitingLook = 0;
        askedUnder = null;
    }

    Entry entry() {
        return entry;
    }

    boolean empty() {
        return entry.size() == 0;
    }

    /** Two looks at least this far apart, and every one between, saw the same size and time. */
    boolean unchangedFor(long millis, long now) {
        return looks > 1 && now - since >= millis;
    }

    /** Milliseconds over which look after look found this file waiting; a look that did not ask ends the wait. */
    long waited(long now) {
        if (lastWaitingLook != looks) {
            if (lastWaitingLook != looks - 1 || looks == 1) {
                waitingSince = now;
            }
            lastWaitingLook = looks;
        }
        return now - waitingSince;
    }

    /** Whether that is known. */
    boolean asked(List<Entry> defaults) {
        return defaults.equals(askedUnder);
    }

    /** Asked once for as long as neither the sidecar nor its defaults change: thousands may be waiting. */
    boolean needsNoImage(BiPredicate<Entry, List<Entry>> question, List<Entry> defaults) {
        if (!asked(defaults)) {
            needsNoImage = question.test(entry, defaults);
            askedUnder = defaults;
        }
        return needsNoImage;
    }
}
