package io.reeldrop.console;

import io.reeldrop.console.check.CheckCommand;
import io.reeldrop.console.check.PreviewCommand;
import io.reeldrop.console.store.BackupCommand;
import io.reeldrop.console.store.CancelCommand;
import io.reeldrop.console.store.JobsCommand;
import io.reeldrop.console.store.MoveStoreCommand;
import io.reeldrop.console.store.NodesCommand;
import io.reeldrop.console.store.PauseCommand;
import io.reeldrop.console.store.ReconcileCommand;
import io.reeldrop.console.store.ResolveCommand;
import io.reeldrop.console.store.RestoreCommand;
import io.reeldrop.console.store.ResumeCommand;
import io.reeldrop.console.store.RetryCommand;
import io.reeldrop.console.store.ShowCommand;
import io.reeldrop.console.store.SpendCommand;
import io.reeldrop.console.terminal.AddedCommand;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.runtime.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The commands. A subcommand is a class with {@code @Command}, listed below or {@linkplain AddedCommand added}, that finds its settings and
 * its terminal at its {@code @ParentCommand}; a {@link Rejected} that it throws ends with exit code 78, a {@link Refusal} with 1.
 */
@Command(name = "reeldrop", mixinStandardHelpOptions = true, versionProvider = Reeldrop.Version.class, sortOptions = false,
        description = "Drop an image and a JSON sidecar into a folder; a video lands in the output folder.",
        synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, or refused; nothing was changed that is not said", "2:wrong usage", "78:wrong settings"},
        footer = {"", "Examples:", "  reeldrop jobs --state FAILED,IN_DOUBT --since 1d", "  reeldrop show cat",
                "  reeldrop pause --account runway --reason 'prices doubled'", "  reeldrop spend --by day,model --since 2026-11-01 --csv",
                "",
                "reeldrop help COMMAND tells more about a command."})
public final class Reeldrop implements Invocation {

    /** In the order of the help; another jar may add to them. */
    private static final List<Class<?>> COMMANDS = List.of(InitCommand.class, RunCommand.class, CheckCommand.class, PreviewCommand.class,
            JobsCommand.class, ShowCommand.class, NodesCommand.class, RetryCommand.class, ResolveCommand.class, CancelCommand.class,
            PauseCommand.class, ResumeCommand.class, SpendCommand.class, ReconcileCommand.class, BackupCommand.class, RestoreCommand.class,
            MoveStoreCommand.class, VersionCommand.class, HelpCommand.class);

    private final Map<String, String> env;
    private final Clock clock;
    private Terminal terminal;

    @Option(names = "--home", paramLabel = "FOLDER", scope = ScopeType.INHERIT,
            description = "Holds your settings, watch files and jobs; relative paths start here. Default: $REELDROP_HOME, else the"
                    + " folder reeldrop-home beside the program's, and in a git checkout the checkout.")
    Path home;

    @Option(names = "--set", paramLabel = "KEY=VALUE", scope = ScopeType.INHERIT, mapFallbackValue = "",
            description = "Overrides a setting, such as --set reeldrop.look-ms=500. Not for API keys.")
    Map<String, String> set = new LinkedHashMap<>();

    Reeldrop(Map<String, String> env, Clock clock, Terminal terminal) {
        this.env = env;
        this.clock = clock;
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        Map<String, String> env = System.getenv();
        System.exit(commandLine(env, Clock.systemDefaultZone(), Terminal.system(env)).execute(args));
    }

    static CommandLine commandLine(Map<String, String> env, Clock clock, Terminal terminal) {
        CommandLine.Help.Ansi ansi = terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        CommandLine line = new CommandLine(new Reeldrop(env, clock, terminal));
        List<AddedCommand> added = ServiceLoader.load(AddedCommand.class).stream().map(ServiceLoader.Provider::get).toList();
        for (Class<?> command : COMMANDS) {
            String name = command.getAnnotation(Command.class).name();
            added.stream().filter(another -> another.before().equals(name)).forEach(line::addSubcommand);
            line.addSubcommand(command);
        }
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        return line.setOut(new PrintWriter(terminal.out(), true)).setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi)).setUsageHelpWidth(Math.min(terminal.width(), 120))
                .setCaseInsensitiveEnumValuesAllowed(true).setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler((e, cmd, parsed) -> explain(e, terminal));
    }

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; NO_COLOR=1 in the environment does the same.")
    void noColour(boolean wanted) {
        terminal = terminal.plain();
    }

    @Override
    public Settings settings() {
        return Settings.load(home(), env, set);
    }

    @Override
    public Path home() {
        return (home == null ? defaultHome() : home).toAbsolutePath().normalize();
    }

    @Override
    public Path program() {
        return Settings.program(home());
    }

    @Override
    public String command() {
        Path launcher = Settings.program(defaultHome()).resolve("reeldrop");
        Path here = Path.of("").toAbsolutePath();
        return !launcher.startsWith(here) ? launcher.toString() : "./" + here.relativize(launcher);
    }

    @Override
    public String command(String words) {
        return command() + " " + words + (home == null ? "" : " --home " + home);
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    private Path defaultHome() {
        return Settings.defaultHome(env);
    }

    private static int explain(Exception e, Terminal terminal) {
        if (e instanceof Rejected rejected) {
            List<Problem> problems = rejected.problems();
            terminal.err().println(problems.size() == 1 ? "There is a problem:" : "There are " + problems.size() + " problems:");
            problems.forEach(p -> terminal.err().println("  " + Words.safe(p.toString())));
            return CONFIGURATION;
        }
        if (e instanceof Refusal) {
            terminal.err().println(e.getMessage());
        } else {
            terminal.err().println("This should not have happened; please report it with the lines below.");
            e.printStackTrace(terminal.err());
        }
        return 1;
    }

    /** The version that Maven packed into the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Reeldrop.class.getPackage().getImplementationVersion();
            return new String[] {"reeldrop " + (version == null ? "(not packed)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name")};
        }
    }
}
