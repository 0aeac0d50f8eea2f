package io.reeldrop.job;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a store may be; each call opens an empty one of its own. */
public enum Databases {

    SQLITE {
        @Override
        Store open(Path home) {
            return Store.open("jdbc:sqlite:" + home.resolve("data/reeldrop.db"));
        }
    },
    POSTGRESQL {
        @Override
        Store open(Path home) {
            return Server.open();
        }
    };

    abstract Store open(Path home);

    /** The URL of an empty PostgreSQL database; its user is {@code postgres}, without a password. */
    public static String postgres() {
        return Server.database();
    }

    /**
     * Makes a second database of all that is in one that nobody is connected to.
     *
     * @return its URL
     */
    public static String copy(String url) {
        String name = url.replaceAll(".*/([a-z0-9_]+)\\?.*", "$1");
        Server.execute("CREATE DATABASE " + name + "_copy TEMPLATE " + name);
        return url.replace("/" + name + "?", "/" + name + "_copy?");
    }

    /** A PostgreSQL server in a process of its own, which ends with this one. */
    private static final class Server {

        private static final EmbeddedPostgres SERVER = start();
        private static final AtomicInteger NUMBER = new AtomicInteger();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                try (Store migrated = Store.open(server.getJdbcUrl("postgres", "template1"), "postgres", "")) {
                    return server;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Store open() {
            return Store.open(database(), "postgres", "");
        }

        private static String database() {
            String name = "t" + NUMBER.incrementAndGet();
            execute("CREATE DATABASE " + name);
            return SERVER.getJdbcUrl("postgres", name);
        }

        private static void execute(String statement) {
            try (var connection = SERVER.getPostgresDatabase().getConnection(); var sql = connection.createStatement()) {
                sql.execute(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
