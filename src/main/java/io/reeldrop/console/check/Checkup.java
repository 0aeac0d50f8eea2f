package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.drop.Watch;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.runtime.Settings;
import io.reeldrop.runtime.WatchFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at everything that a run depends on before one is begun, and gathers every fault instead of stopping at the first. Spends nothing,
 * sends nothing but free questions, and those only if it is told to, and leaves no file behind.
 */
public final class Checkup {

    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> faults = new ArrayList<>();
    private final boolean live;
    private Settings settings;

    private Checkup(boolean live) {
        this.live = live;
    }

    /** @param live whether each account's gateway is asked something free */
    public static Checkup of(Invocation reeldrop, boolean live) {
        return of(reeldrop, live, System.getProperty("sun.jnu.encoding"));
    }

    /** @param fileNames the encoding that the virtual machine takes file names to be in */
    static Checkup of(Invocation reeldrop, boolean live, String fileNames) {
        Checkup checkup = new Checkup(live);
        checkup.locale(fileNames);
        checkup.everything(reeldrop);
        return checkup;
    }

    private void everything(Invocation reeldrop) {
        Path home = reeldrop.home();
        Optional<Settings> read = attempt("settings", reeldrop::settings);
        read.ifPresent(s -> ok("settings", home.resolve(Settings.FILE) + ", the environment and --set"));
        Optional<Profiles> profiles = attempt("profiles", () -> Profiles.load(Settings.gateways(home)));
        profiles.ifPresent(p -> profiles(home, p));
        settings = read.orElse(null);
        Optional<Accounts> accounts = read.flatMap(s -> profiles)
                .flatMap(p -> attempt("accounts", () -> Accounts.from(settings.all(), p)));
        boolean strict = attempt("watch files", () -> WatchFiles.check(home, settings, accounts.orElse(null))).isPresent();
        if (settings == null) {
            note("routes", "not tried: the settings come first");
            return;
        }
        List<Watch> watches = List.of();
        List<String> queues = new ArrayList<>();
        if (accounts.isPresent() && strict) {
            accounts.get().warnings().forEach(warning -> note("accounts", warning.toString()));
            Optional<List<Watch>> dry = attempt("routes", () -> {
                try (DryRun run = DryRun.start(settings, accounts.get(), reeldrop.clock())) {
                    queues.addAll(run.queues());
                    return run.watches();
                }
            });
            dry.ifPresent(w -> ok("routes", "all of them could be started"));
            watches = dry.orElse(List.of());
            try (LiveCheck gateways = live ? new LiveCheck(settings, this) : null) {
                AccountsCheck.of(watches, accounts.get(), gateways, this);
            }
        } else {
            note("routes", "not tried: accounts and watch files come first");
        }
        new PlacesCheck(this).check(watches, settings);
        QueuesCheck.of(queues, watches, settings, this);
        StoreCheck.of(settings, reeldrop.clock(), this);
        StoreCheck.clock(settings, reeldrop.clock(), this);
    }

    private void profiles(Path home, Profiles profiles) {
        ok("profiles", String.join(", ", profiles.names()));
        List<Path> folders = Settings.gateways(home);
        for (String name : profiles.names()) {
            List<Path> files = folders.stream().map(folder -> folder.resolve(name + ".yaml")).filter(Files::exists).toList();
            if (files.size() > 1) {
                note("profiles", files.get(1) + " goes over the shipped one, also after that one was mended");
            }
        }
        if (folders.size() > 1 && Files.exists(home.resolve("routes/pipeline"))) {
            note("routes", home.resolve("routes/pipeline") + " is not used: the pipeline comes with the program");
        }
    }

    private void locale(String encoding) {
        if (StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding)) {
            ok("locale", "file names are UTF-8");
        } else {
            fault("locale", new Problem("locale", "sun.jnu.encoding", "file names are taken for " + encoding
                    + ", so that not every name can be read", "UTF-8",
                    "Set LC_ALL=C.UTF-8 (or another UTF-8 locale that 'locale -a' lists) where Reeldrop is started"));
        }
    }

    private <T> Optional<T> attempt(String about, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (Rejected e) {
            e.problems().forEach(problem -> fault(about, problem));
            return Optional.empty();
        }
    }

    void ok(String about, String text) {
        findings.add(Finding.ok(about, text));
    }

    void note(String about, String text) {
        findings.add(Finding.note(about, text));
    }

    void fault(String about, Problem problem) {
        faults.add(problem);
        findings.add(Finding.fault(about, problem));
    }

    List<Finding> findings() {
        return findings;
    }

    boolean fine() {
        return faults.isEmpty();
    }

    /** @throws Rejected with every fault, if there is one */
    public Settings settings() {
        if (!fine()) {
            throw new Rejected(faults);
        }
        return settings;
    }
}
