package io.reeldrop.gateway;

import java.util.HashMap;
import java.util.Map;

/** Keeps the slow answers of one account from occupying the workers that the polls of all others need, too. */
final class Turns {

    /**
     * Calls under way for each worker still free: one account alone may have three quarters of them,
     * two in need have less than half each.
     */
    private static final int FOR_EACH_FREE = 3;

    private final Map<String, Integer> underWay = new HashMap<>();
    private int free;

    Turns(int workers) {
        this.free = workers;
    }

    /**
     * Whether the account may occupy one more worker; if so, {@link #leave} has to follow.
     *
     * @param limited to its share; the last worker is for an account that has none then
     */
    synchronized boolean enter(String account, boolean limited) {
        int own = underWay.getOrDefault(account, 0);
        if (limited && own > 0 && (free < 2 || own >= FOR_EACH_FREE * free)) {
            return false;
        }
        underWay.put(account, own + 1);
        free--;
        return true;
    }

    synchronized void leave(String account) {
        underWay.computeIfPresent(account, (name, calls) -> calls == 1 ? null : calls - 1);
        free++;
    }
}
