package io.reeldrop.job;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What one kind of database does in its own way; the statements are the same for all, but for the claims and the schema. */
interface Database {

    /** The folder of its schema's versions and of its claims. */
    String name();

    /** The folder on this machine that it lies in, or null. */
    Path folder();

    /** Connections, each of which makes a commit durable. */
    HikariDataSource pool();

    /** Lets work go on with connections whose statements and transactions may take however long they do. */
    void patiently(HikariDataSource pool, Consumer<DataSource> work);

    /** Keeps a copy of what is there before the schema is changed, where that is one file. */
    void backUp(HikariDataSource pool, String version);

    /** Writes all that is there, as it is at one instant, into a new file; others may go on working. */
    void copy(HikariDataSource pool, Path file);

    /** Lets this process run jobs on the store, with others or alone. */
    void enter();

    /** Undoes {@link #enter()}. */
    void leave();

    /** What makes a SELECT keep others from a row until the transaction ends; empty where only one can write anyway. */
    String forUpdate();

    /** The clock whose time leases are measured by. */
    Clock clock(HikariDataSource pool, Clock own);
}
