package io.reeldrop.console.check;

import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.drop.Watch;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All routes built as for a run, on a throw-away store, with nothing consumed: what only Camel can find fault with shows here, and nowhere
 * later.
 */
final class DryRun implements AutoCloseable {

    private final Path folder;
    private final Pipeline pipeline;

    private DryRun(Path folder, Pipeline pipeline) {
        this.folder = folder;
        this.pipeline = pipeline;
    }

    /** @throws Rejected naming the route file, or the route, that cannot be started */
    static DryRun start(Settings settings, Accounts accounts, Clock clock) {
        Path folder;
        try {
            folder = Files.createTempDirectory("reeldrop-check");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return new DryRun(folder, Pipeline.dry(settings, accounts, clock, Store.open("jdbc:sqlite:" + folder.resolve("dry.db")),
                    folder));
        } catch (RuntimeException e) {
            delete(folder);
            throw e instanceof Rejected ? e : new Rejected(problem(settings.home(), e));
        }
    }

    /** What Camel complains of, in as few words as it can be: the innermost cause, and the route or file it names on the way there. */
    static Problem problem(Path home, Throwable failure) {
        Throwable root = failure;
        String where = "routes/";
        for (Throwable at = failure; at != null; at = at.getCause()) {
            root = at;
            String text = String.valueOf(at.getMessage());
            Matcher named = Pattern.compile("routes/[\\w./-]+\\.yaml(:\\d+)?|route[ :(]+([\\w.-]+)").matcher(text);
            if (where.equals("routes/") && named.find()) {
                where = named.group().startsWith("routes/") ? named.group() : "route " + named.group(2);
            }
        }
        String what = String.valueOf(root.getMessage() == null ? root : root.getMessage()).strip().replace(home.toString(), ".");
        return new Problem(where, null, "cannot be started: " + what.lines().limit(6).map(String::strip).reduce((a, b) -> a + " " + b)
                .orElse(""), null,
                "Mend the route file, or restore it as it was shipped");
    }

    List<Watch> watches() {
        return pipeline.watches();
    }

    List<String> queues() {
        return pipeline.queues();
    }

    <T> T bean(Class<T> type) {
        return pipeline.context().getRegistry().findSingleByType(type);
    }

    @Override
    public void close() {
        pipeline.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is the temporary folder's matter then.
            folder.toFile().deleteOnExit();
        }
    }
}
