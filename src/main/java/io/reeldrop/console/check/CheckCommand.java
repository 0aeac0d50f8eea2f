package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "check", mixinStandardHelpOptions = true, header = "Tells whether a run would start, with every fault at once.",
        description = "Looks at settings, watch files, profiles, accounts, folders, buckets, disks, store, locale and clock, and builds all"
                + " routes without running them. Spends nothing; sends nothing without --live.", exitCodeListHeading = "%nExit codes:%n",
                exitCodeList = {"0:ready to run", "78:something has to be mended"})
public final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Option(names = "--live", description = "Asks the gateway of each account that a watch uses something free: whether it is there,"
            + " accepts the key, and what is left to spend. Buys nothing.")
    boolean live;

    @Override
    public Integer call() {
        Checkup checkup = Checkup.of(reeldrop, live);
        Terminal terminal = reeldrop.terminal();
        checkup.findings().forEach(finding -> terminal.say(finding.line(terminal)));
        long faults = checkup.findings().stream().filter(f -> f.kind() == Finding.Kind.FAULT).count();
        terminal.say("");
        terminal.say(checkup.fine() ? terminal.in(Terminal.Colour.GREEN, "Ready: " + reeldrop.command("run"))
                : terminal.in(Terminal.Colour.RED, Words.count(faults, "fault") + " to be mended before a run can start."));
        return checkup.fine() ? 0 : Invocation.CONFIGURATION;
    }
}
