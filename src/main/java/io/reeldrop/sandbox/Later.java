package io.reeldrop.sandbox;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers that come late. Waiting holds no thread, so any number of answers can be kept back. */
final class Later implements AutoCloseable {

    interface Answer {
        void give() throws IOException;
    }

    private final Executor workers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sandbox-late-answers");
        thread.setDaemon(true);
        return thread;
    });

    Later(Executor workers) {
        this.workers = workers;
    }

    /** At once, in the caller's thread, when there is nothing to wait for. */
    void after(long ms, Call call, Answer answer) throws IOException {
        if (ms <= 0) {
            answer.give();
            return;
        }
        timer.schedule(() -> workers.execute(() -> give(call, answer)), ms, TimeUnit.MILLISECONDS);
    }

    private static void give(Call call, Answer answer) {
        try {
            answer.give();
        } catch (IOException e) {
            // The client did not wait.
            call.drop();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
