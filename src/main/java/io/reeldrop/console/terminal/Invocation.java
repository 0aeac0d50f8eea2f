package io.reeldrop.console.terminal;

import io.reeldrop.runtime.Settings;
import java.nio.file.Path;
import java.time.Clock;

/** How the program was called: what each command finds at its {@code @ParentCommand}. */
public interface Invocation {

    /** Exit code for wrong settings, sidecars or profiles; the code that sysexits gives to configuration. */
    int CONFIGURATION = 78;

    /** @throws io.reeldrop.job.Rejected if they are wrong */
    Settings settings();

    /** What relative paths are relative to. */
    Path home();

    /** Where what was shipped lies. */
    Path program();

    /** How to start it from where the person is. */
    String command();

    /** A command of it, on this home. */
    String command(String words);

    Terminal terminal();

    Clock clock();
}
