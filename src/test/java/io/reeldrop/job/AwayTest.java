package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node relies on when its PostgreSQL crashes or is away. */
class AwayTest {

    @TempDir
    Path home;

    @Test
    void a_commit_is_on_disk_also_where_the_server_would_not_wait_for_that() {
        try (Store store = Databases.POSTGRESQL.open(home)) {
            assertThat(store.jdbc().queryForObject("SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'", Map.of(), String.class))
                    .describedAs("what this server does by itself").isEqualTo("off");
            assertThat(store.jdbc().queryForObject("SHOW synchronous_commit", Map.of(), String.class)).isEqualTo("on");
        }
    }

    @Test
    @Timeout(60)
    void nobody_who_asks_for_the_time_waits_for_the_database() throws Exception {
        AtomicLong own = new AtomicLong(System.currentTimeMillis());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        try (Store store = Databases.POSTGRESQL.open(home)) {
            AtomicLong calls = new AtomicLong();
            DataSource away = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                if (calls.incrementAndGet() > 1) {
                    asked.countDown();
                    back.await();
                }
                try {
                    return method.invoke(store.dataSource(), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
            InstantSource hands = () -> Instant.ofEpochMilli(own.get());
            Clock clock = new DatabaseClock(away, hands.withZone(ZoneOffset.UTC));
            long before = clock.millis();
            own.addAndGet(20_000);
            assertThat(clock.millis()).isEqualTo(before + 20_000);
            asked.await();
            own.addAndGet(20_000);
            assertThat(clock.millis()).isEqualTo(before + 40_000);
            back.countDown();
        }
    }
}
