package io.reeldrop.console.benchmark;

import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A claim as the routes run it, out of the same file, with the values that their beans would give. */
final class ClaimStatement {

    private static final Pattern EXPRESSION = Pattern.compile(":#\\$\\{bean:(\\w+)\\.(\\w+)}");

    private final Store store;
    private final String sql;

    /** @param name such as {@code claim-poll} */
    ClaimStatement(Store store, String name) {
        this.store = store;
        this.sql = EXPRESSION.matcher(text("/sql/" + (store.shared() ? "postgresql" : "sqlite") + "/" + name + ".sql"))
                .replaceAll(":$1_$2");
    }

    /**
     * Claims what it finds.
     *
     * @param beans a value for each bean and method that the claim asks, such as {@code node_now}
     */
    List<Job> claim(Map<String, Object> beans) {
        Map<String, Object> values = new HashMap<>();
        for (Matcher name = Pattern.compile(":(\\w+_\\w+)").matcher(sql); name.find();) {
            if (!beans.containsKey(name.group(1))) {
                throw new IllegalStateException("the benchmark does not know what the claim asks of " + name.group(1));
            }
            values.put(name.group(1), beans.get(name.group(1)));
        }
        return store.jdbc().queryForList(sql, values).stream().map(Jobs::job).toList();
    }

    private static String text(String resource) {
        try (InputStream in = ClaimStatement.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
