package io.reeldrop.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "version", mixinStandardHelpOptions = true, description = "Tells which version this is, and where program and home lie.")
final class VersionCommand implements Callable<Integer> {

    @ParentCommand
    Reeldrop reeldrop;

    @Override
    public Integer call() {
        for (String line : new Reeldrop.Version().getVersion()) {
            reeldrop.terminal().say(line);
        }
        reeldrop.terminal().say("program " + reeldrop.program());
        reeldrop.terminal().say("home    " + reeldrop.home());
        return 0;
    }
}
