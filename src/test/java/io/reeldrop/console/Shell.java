package io.reeldrop.console;

import io.reeldrop.console.terminal.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs commands beside a bench, as a script would, and keeps what the last one printed. */
public final class Shell {

    private final Path home;
    private final Map<String, String> set;
    private String out;
    private String err;

    /** @param set settings, as on a command line */
    public Shell(Path home, Map<String, String> set) {
        this.home = home;
        this.set = new LinkedHashMap<>(set);
    }

    public Shell set(String key, String value) {
        set.put(key, value);
        return this;
    }

    /** @return the exit code */
    public int run(String... words) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(result, true, StandardCharsets.UTF_8), new PrintStream(complaint, true,
                StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")), false, false, 90, false);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        set.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        int code = Reeldrop.commandLine(Map.of(), Clock.systemUTC(), terminal).execute(all.toArray(String[]::new));
        out = result.toString(StandardCharsets.UTF_8);
        err = complaint.toString(StandardCharsets.UTF_8);
        return code;
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }
}
