package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.drop.Candidate;
import io.reeldrop.drop.Found;
import io.reeldrop.drop.Glance;
import io.reeldrop.drop.Intake;
import io.reeldrop.drop.Rights;
import io.reeldrop.drop.Watch;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Admission;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.gateway.Requests;
import io.reeldrop.image.Fitting;
import io.reeldrop.image.Unfit;
import io.reeldrop.job.Draft;
import io.reeldrop.job.Image;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.runtime.Settings;
import io.reeldrop.runtime.WatchFiles;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "preview", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Shows the request that a drop would become, and what it would cost.",
        description = "Reads the image, the sidecar beside it and the _defaults.json that apply, exactly as a watch would, wherever the"
                + " image lies: outside of the"
                + " watch's in/ it counts as if its folder lay in there. Sends nothing, moves nothing. A drop that would be refused is"
                + " told with every reason, exit code 1.",
        footer = {"", "Examples:", "  reeldrop preview cat.png", "  reeldrop preview cat.png --sidecar slow-zoom.json --watch press"})
public final class PreviewCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Parameters(paramLabel = "IMAGE", description = "The image.")
    Path image;

    @Option(names = "--sidecar", paramLabel = "FILE", description = "Another sidecar than the one beside the image.")
    Path sidecar;

    @Option(names = "--watch", paramLabel = "NAME",
            description = "The watch it would be dropped into. Default: the one whose in/ it lies in, else the only one.")
    String name;

    @Override
    public Integer call() throws IOException {
        Path file = there(image);
        Path beside = sidecar == null ? null : there(sidecar);
        Settings settings = reeldrop.settings();
        Accounts accounts = Accounts.from(settings.all(), Profiles.load(Settings.gateways(settings.home())));
        WatchFiles.check(settings.home(), settings, accounts);
        try (DryRun run = DryRun.start(settings, accounts, reeldrop.clock())) {
            Watch watch = watch(run.watches(), file);
            return preview(run, accounts, watch, file, beside);
        }
    }

    private int preview(DryRun run, Accounts accounts, Watch watch, Path file, Path beside) throws IOException {
        Terminal terminal = reeldrop.terminal();
        List<Draft> drafts;
        try {
            Found found = Glance.at(run.bean(Storages.class), watch, file, beside);
            read(terminal, found);
            drafts = run.bean(Admission.class).check(run.bean(Intake.class).read(found));
            List<Problem> tooDear = drafts.stream().flatMap(d -> watch.rights().checkCost(d.estimateMicros(), d.sidecar()).stream())
                    .toList();
            if (!tooDear.isEmpty()) {
                throw new Rejected(tooDear);
            }
        } catch (Rejected e) {
            refused(terminal, e.problems());
            return 1;
        }
        Account account = accounts.get(drafts.get(0).account());
        terminal.say("Watch     " + watch.name() + ": " + rights(watch.rights(), account.profile().cost().unit()));
        terminal.say("Account   " + account.name() + (account.key().present() || !account.profile().auth().required() ? ""
                : ", which has NO KEY yet"));
        terminal.say("Cost      " + cost(drafts, account.profile().cost().unit()));
        Image sent;
        try {
            sent = sent(terminal, account, drafts.get(0).image(), file);
        } catch (Unfit e) {
            refused(terminal, List.of(new Problem(file.getFileName().toString(), null, e.getMessage(), e.limit(), e.remedy())));
            return 1;
        }
        drafts.forEach(draft -> request(terminal, account, draft, sent, drafts.size() == 1 ? null : drafts.indexOf(draft) + 1));
        return 0;
    }

    private static String cost(List<Draft> drafts, String unit) {
        if (drafts.stream().anyMatch(draft -> draft.estimateMicros() == null)) {
            return "not known: the profile states no price";
        }
        return "about " + Words.amount(drafts.stream().mapToLong(Draft::estimateMicros).sum(), unit)
                + (drafts.size() == 1 ? "" : " for " + drafts.size() + " videos");
    }

    private static void request(Terminal terminal, Account account, Draft draft, Image sent, Integer variation) {
        terminal.say("");
        if (variation != null) {
            terminal.say("Variation " + variation + ":");
        }
        terminal.say(account.profile().submit().method() + " " + account.submitUri());
        Requests.shownHeaders(account).forEach((header, value) -> terminal.say(header + ": " + value));
        terminal.say("");
        terminal.say(Requests.preview(account.profile(), draft.request(), sent));
    }

    /** What would really be sent; an image that does not fit is made fit, as it would be then. */
    private static Image sent(Terminal terminal, Account account, Image image, Path file) throws IOException {
        if (image == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Image fitted = Requests.fitted(account.profile(), image, in).map(Fitting.Fitted::image).orElse(image);
            terminal.say("Image     " + Words.image(image) + (fitted.equals(image) ? ""
                    : "; does not fit " + account.profile().name() + " and would be sent as " + Words.image(fitted)));
            return fitted;
        }
    }

    private static void refused(Terminal terminal, List<Problem> problems) {
        terminal.say(terminal.in(Colour.RED, "It would be refused, free of charge:"));
        problems.forEach(problem -> terminal.say("  " + Words.safe(problem.toString())));
    }

    private static void read(Terminal terminal, Found found) {
        if (found.candidate() instanceof Candidate.Whole whole) {
            terminal.say("Drop      " + Words.safe(whole.entries().stream().map(e -> e.name()).collect(Collectors.joining(" + ")))
                    + (whole.defaults().isEmpty() ? "" : ", over "
                    + Words.safe(whole.defaults().stream().map(e -> e.name()).collect(Collectors.joining(", ")))));
        }
    }

    private static String rights(Rights rights, String unit) {
        return "account " + String.join(" or ", rights.accounts()) + "; "
                + (rights.models().isEmpty() ? "any model" : "model " + String.join(" or ", rights.models()))
                + "; " + (rights.maxCostPerJob() == null ? "any cost" : "at most " + Micros.text(rights.maxCostPerJob()) + " " + unit)
                + " for one video; "
                + (rights.maxCostPerDay() == null ? "any cost" : "at most " + Micros.text(rights.maxCostPerDay()) + " " + unit)
                + (rights.maxTasksPerDay() == null ? "" : " and " + Words.count(rights.maxTasksPerDay(), "video")) + " a day";
    }

    private Watch watch(List<Watch> watches, Path file) {
        String known = watches.stream().map(Watch::name).collect(Collectors.joining(", "));
        if (name != null) {
            return watches.stream().filter(w -> w.name().equals(name)).findFirst()
                    .orElseThrow(() -> new Refusal("There is no watch '" + name + "'; there are: " + known));
        }
        return watches.stream().filter(w -> !Storages.bucket(w.places().in()) && file.startsWith(w.places().in())).findFirst()
                .orElseGet(() -> {
                    if (watches.size() > 1) {
                        throw new Refusal("Say for which watch with --watch: " + known);
                    }
                    return watches.get(0);
                });
    }

    private static Path there(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(absolute)) {
            throw new Refusal("There is no file " + absolute);
        }
        return absolute;
    }
}
