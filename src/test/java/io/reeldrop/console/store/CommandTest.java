package io.reeldrop.console.store;

import io.reeldrop.console.Rig;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.job.Sample;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands as a person or a script would, on a store that another part of the process has open, and keeps what they print. */
abstract class CommandTest {

    @TempDir
    Path home;

    Sample sample;
    String out;
    String err;

    @BeforeEach
    void open() {
        sample = new Sample(home, 1_795_000_000_000L);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    int run(String... words) {
        return run(false, "", words);
    }

    int onTerminal(String answer, String... words) {
        return run(true, answer, words);
    }

    private int run(boolean person, String answer, String... words) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(result, true, StandardCharsets.UTF_8),
                new PrintStream(complaint, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(answer)), person, person, 90, person);
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--home")) {
            all.addAll(0, List.of("--home", home.toString()));
        }
        int code = Rig.execute(Map.of(), sample.clock, terminal, all);
        out = result.toString(StandardCharsets.UTF_8);
        err = complaint.toString(StandardCharsets.UTF_8);
        return code;
    }
}
