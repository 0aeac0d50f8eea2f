package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database's time, on a machine whose clock goes wrong and with a database that is slow or away. */
@Timeout(180)
class DatabaseClockTest {

    private static final long HOUR = 3_600_000;

    @TempDir
    Path home;
    /** This machine's, years behind the database's. */
    private final AtomicLong hands = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private Store store;

    @BeforeEach
    void open() {
        store = Databases.POSTGRESQL.open(home);
    }

    @AfterEach
    void close() {
        over.countDown();
        store.close();
    }

    @Test
    void it_is_the_databases_and_not_this_machines() {
        long before = System.currentTimeMillis();
        assertThat(clock(question -> { }).millis()).isBetween(before - HOUR, before + HOUR);
    }

    @Test
    void nobody_who_asks_for_the_time_waits_for_the_database() {
        Clock clock = clock(question -> {
            if (question > 1) {
                untilOver();
            }
        });
        long before = clock.millis();
        pass(20_000);
        assertThat(clock.millis()).isEqualTo(before + 20_000);
        asked(clock, 2);
        pass(20_000);
        assertThat(clock.millis()).isEqualTo(before + 40_000);
    }

    @Test
    void a_machine_whose_clock_is_set_has_the_right_time_all_the_while_and_asks_at_once() {
        Clock clock = clock(question -> {
            if (question > 1) {
                untilOver();
            }
        });
        long before = clock.millis();
        hands.addAndGet(-HOUR);
        assertThat(clock.millis()).isEqualTo(before);
        asked(clock, 2);
        hands.addAndGet(2 * HOUR);
        assertThat(clock.millis()).isEqualTo(before);
    }

    @Test
    void an_answer_that_took_long_is_not_believed() {
        Clock clock = clock(question -> {
            if (question == 2) {
                pass(30_000);
            } else if (question == 3) {
                untilOver();
            }
        });
        long before = clock.millis();
        long from = nanos.get();
        // It asks again only once it has noted the answer, which may be long after the database gave it.
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            pass(20_000);
            return clock.millis() > 0 && questions.get() == 3;
        });
        assertThat(clock.millis()).isEqualTo(before + (nanos.get() - from) / 1_000_000);
    }

    private void pass(long ms) {
        hands.addAndGet(ms);
        nanos.addAndGet(ms * 1_000_000);
    }

    /** Until the database was asked that often. */
    private void asked(Clock clock, int questions) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> clock.millis() > 0 && this.questions.get() >= questions);
    }

    private void untilOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param answers called with the number of the question before it is answered */
    private Clock clock(IntConsumer answers) {
        InstantSource own = () -> Instant.ofEpochMilli(hands.get());
        DataSource database = wrapped(DataSource.class, store.dataSource(), answers);
        return new DatabaseClock(database, own.withZone(ZoneOffset.UTC), nanos::get);
    }

    private <T> T wrapped(Class<T> type, T inner, IntConsumer answers) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("executeQuery")) {
                answers.accept(questions.incrementAndGet());
            }
            try {
                Object result = method.invoke(inner, arguments);
                return result instanceof Connection connection ? wrapped(Connection.class, connection, answers)
                        : result instanceof Statement statement ? wrapped(Statement.class, statement, answers) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
