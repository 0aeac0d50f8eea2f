package io.reeldrop.pipeline;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;

/** A test that takes its time, and says on the way how it goes. */
abstract class LongRun {

    @TempDir
    Path folder;

    private final long began = System.nanoTime();

    void say(String what) {
        System.out.println(getClass().getSimpleName() + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s: " + what);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(5, TimeUnit.MINUTES).pollInterval(50, TimeUnit.MILLISECONDS);
    }
}
