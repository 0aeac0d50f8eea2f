package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Dialect;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what each gateway has done of a kind, so that what may be done in several ways is done in each of them in turn. */
final class Turns {

    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    /** From 0 on. */
    long next(Dialect dialect, String kind) {
        return taken.merge(dialect.name() + ' ' + kind, 1L, Long::sum) - 1;
    }

    void clear() {
        taken.clear();
    }
}
