package io.reeldrop.receipt;

import io.reeldrop.job.Aftermath;
import io.reeldrop.job.Job;
import io.reeldrop.job.Node;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of what was bought that a store cannot lose by being restored. Each purchase has a receipt of its own, which is created, where
 * there is none, between the intent and the POST: whoever finds one there already does not buy, for the store is older than it.
 */
public final class Receipts implements Aftermath {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final int PAGE = 1_000;
    /** How long nothing is bought after a receipt could not be written. */
    private static final long CLOSED_MS = 10_000;

    private final Storage storage;
    private final String place;
    private final Node node;
    private volatile long closedUntil;
    private volatile boolean failing;
    /** Receipts of which it was said that their task could not be written into them. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param place a folder or a bucket's prefix, absolute; the store's own, and shared by all of its nodes */
    public Receipts(Storages storages, String place, Node node) {
        this.storage = storages.at(place);
        this.place = place;
        this.node = node;
    }

    /** For the claim of the submits: the most that may be bought now. */
    public int room() {
        return closedUntil > node.now() ? 0 : Integer.MAX_VALUE;
    }

    /**
     * Writes down that a purchase is about to be made; durable when it returns.
     *
     * @param intended    the job as its intent left it
     * @param settledPost when the POST was, if any, of which the row knew before the intent that it made no task: its receipt may be
     *                    left over
     * @return empty if the purchase may be made; otherwise the job's latest receipt: it was made before, and must not be made again
     * @throws Unwritten if it cannot be written: the purchase must not be made
     */
    public Optional<Purchase> create(Job intended, Long settledPost) throws Unwritten {
        Receipt receipt = Receipt.of(intended);
        boolean free = false;
        try {
            free = !storage.has(receipt.name());
            if (!free && settled(receipt.name(), settledPost)) {
                storage.delete(receipt.name());
                free = true;
            }
            Optional<Purchase> before = free && storage.create(receipt.name(), receipt.text()) ? Optional.empty() : before(receipt);
            if (failing) {
                failing = false;
                LOG.info("Buying goes on: receipts can be written to {} again.", place);
            }
            return before;
        } catch (IOException | RuntimeException e) {
            closedUntil = node.now() + CLOSED_MS;
            if (!failing) {
                failing = true;
                LOG.error("Buying stops: no receipt can be written to {}: {}. It is tried again by itself.", place, said(e));
            }
            throw new Unwritten("no receipt could be written to " + place + ": " + said(e), free, e);
        }
    }

    /** A receipt could not be written, as far as is known. */
    public static final class Unwritten extends IOException {

        private static final long serialVersionUID = 1;

        private final boolean begun;

        Unwritten(String message, boolean begun, Exception cause) {
            super(message, cause);
            this.begun = begun;
        }

        /** Whether it may be there all the same: nothing bore its name, and what bears it now is of this very POST. */
        public boolean begun() {
            return begun;
        }
    }

    private boolean settled(String name, Long post) throws IOException {
        return post != null && read(name).filter(found -> found.taskId() == null && found.submittedAt() == post).isPresent();
    }

    /** Empty if what is there is our own writing, to which the answer was lost. */
    private Optional<Purchase> before(Receipt receipt) throws IOException {
        if (text(receipt.name()).equals(receipt.text())) {
            return Optional.empty();
        }
        return Optional.of(newest(receipt.id()).map(r -> new Purchase(r.then(), r.taskId()))
                .orElseGet(() -> new Purchase(receipt.then(), null)));
    }

    /** Writes down which task was bought; if that fails, says so. */
    public void bought(Job job, String taskId) {
        String name = Receipt.of(job).name();
        try {
            Receipt found = read(name).orElseThrow(() -> new NoSuchFileException(name));
            if (found.submittedAt() == job.number("submitted_at") && found.taskId() == null) {
                storage.write(name, found.with(taskId).text());
            }
            told.remove(name);
        } catch (IOException | RuntimeException e) {
            if (told.size() > PAGE) {
                told.clear();
            }
            if (!told.add(name)) {
                // While the store is away, too, each is tried again once a second.
                return;
            }
            LOG.error("{}: that task {} was bought could not be written to its receipt {}/{}: {}."
                    + " If the store is restored from an older backup, the job will be in doubt.", job, taskId, place, name, said(e));
        }
    }

    /**
     * Takes the receipt of a POST back that made no task, if it is there: that is certain. Never another's: a store that was restored
     * may not have got as far as to read what it found.
     */
    public void withdraw(Job job) {
        String name = Receipt.of(job).name();
        try {
            if (read(name).filter(found -> found.taskId() == null && found.submittedAt() == job.number("submitted_at")).isPresent()) {
                storage.delete(name);
            }
        } catch (IOException | RuntimeException e) {
            // A known no must not become a doubt by it.
            LOG.warn("{}: its receipt {}/{} for a purchase that was not made could not be removed: {}", job, place, name, said(e));
        }
    }

    /** Whether the last purchase that a row knows of has its receipt. */
    boolean has(Job job) throws IOException {
        return storage.has(Receipt.of(job).name());
    }

    /**
     * Writes the receipt of the last purchase that a row knows of, if it is missing.
     *
     * @return whether it was
     */
    boolean anew(Job job) throws IOException {
        Receipt receipt = Receipt.again(job);
        return !storage.has(receipt.name()) && storage.create(receipt.name(), receipt.text());
    }

    /** The job's last purchase, whatever the store knows of it. */
    public Optional<Purchase> last(String id) throws IOException {
        return newest(id).map(receipt -> new Purchase(receipt.then(), receipt.taskId()));
    }

    private Optional<Receipt> newest(String id) throws IOException {
        int last = 0;
        for (String name : storage.list(Receipt.before(id), PAGE)) {
            Receipt.Named named = Receipt.Named.of(name);
            if (named != null && named.id().equals(id)) {
                last = Math.max(last, named.number());
            } else if (named != null) {
                break;
            }
        }
        return last == 0 ? Optional.empty() : read(Receipt.name(id, last));
    }

    /** Empty if it is gone, or is none. */
    Optional<Receipt> read(String name) throws IOException {
        try {
            return Optional.ofNullable(parsed(name, text(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Receipt parsed(String name, String text) {
        try {
            return Receipt.read(text);
        } catch (IllegalStateException e) {
            LOG.error("{}/{} cannot be read as a receipt: {}", place, name, e.getMessage());
            return null;
        }
    }

    interface Page {
        void take(List<Receipt.Named> page) throws IOException;
    }

    /** What receipts there are of jobs from that id on, in order, some at a time. */
    void each(String from, Page some) throws IOException {
        String after = from.isEmpty() ? "" : Receipt.before(from);
        List<String> names;
        do {
            names = storage.list(after, PAGE);
            List<Receipt.Named> page = new ArrayList<>();
            names.stream().map(Receipt.Named::of).filter(named -> named != null).forEach(page::add);
            some.take(page);
            after = names.isEmpty() ? after : names.get(names.size() - 1);
        } while (names.size() == PAGE);
    }

    @Override
    public void forget(List<Job> jobs) throws IOException {
        List<String> names = new ArrayList<>();
        for (Job job : jobs) {
            // One more: that of a purchase that was not made may have been left over.
            for (int number = 1; number <= job.number("bought") + 1; number++) {
                names.add(Receipt.name(job.id(), number));
            }
        }
        storage.delete(names);
        for (Job job : jobs) {
            storage.prune(Receipt.name(job.id(), 1));
        }
    }

    private String text(String name) throws IOException {
        try (InputStream in = storage.open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String said(Exception e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public String toString() {
        return place;
    }
}
