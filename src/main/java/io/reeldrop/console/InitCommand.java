package io.reeldrop.console;

import io.reeldrop.console.pipeline.NewHome;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "init", mixinStandardHelpOptions = true, header = "Makes a home: what is yours, apart from the program.",
        description = "Writes what you edit: config/application.properties, with every setting and its default as a comment, and a first"
                + " watch, routes/watch/default.camel.yaml. What is there already is left as it is. Another version of the program uses the"
                + " same home; nothing in it has to be carried over.")
final class InitCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Override
    public Integer call() throws IOException {
        Path home = reeldrop.home();
        Path program = reeldrop.program();
        if (home.startsWith(program) && Files.isDirectory(program.resolve("lib"))) {
            throw new Refusal(home + " belongs to this version of the program, and would be left behind by the next one. Name another"
                    + " folder with --home, or REELDROP_HOME");
        }
        Terminal terminal = reeldrop.terminal();
        terminal.say("Home: " + home);
        new NewHome(home).make(terminal::say);
        terminal.say("");
        terminal.say("Set your account in config/application.properties (or by environment variables), then: " + reeldrop.command("check"));
        return 0;
    }
}
