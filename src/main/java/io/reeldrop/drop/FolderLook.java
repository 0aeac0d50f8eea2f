package io.reeldrop.drop;

import io.reeldrop.job.Problem;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Header;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A watched folder's: Camel's {@code file:} consumer asks this {@code filter} which files to hand out. As poll strategy it also learns
 * when a look begins; it then lists the folder itself, once, because a pair, a settled file or an orphan can only be told from the whole
 * listing. One file of each candidate is handed out; {@link #candidate} says what it stands for.
 */
public final class FolderLook extends Look implements GenericFileFilter<Object>, PollingConsumerPollStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);

    private Map<String, Candidate> ready = Map.of();

    @Override
    String root(Map<String, String> parameters) {
        return Storages.absolute(parameters.get("root"));
    }

    /** Begins a look, unless another node does. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        try {
            return onDuty() && look();
        } catch (DataAccessException e) {
            LOG.warn("Watch {}: not looked at, for the store does not answer.", watch().name());
            return false;
        }
    }

    private boolean look() {
        Map<String, Candidate> found = new HashMap<>();
        String in = watch().places().in();
        open();
        try {
            FolderListing listing = FolderListing.of(Path.of(in));
            ready(listing.files()).forEach(candidate -> offer(candidate, found));
            for (Entry link : listing.links()) {
                if (!taken(link)) {
                    // Not handed out: Camel would follow a link to a folder, and pass over one that leads nowhere.
                    reject(link, new Problem(link.name(), null, "is a symbolic link or another thing that is no file of its own", null,
                            "Put the file itself there"));
                }
            }
        } catch (IOException e) {
            raise(in + " cannot be listed: " + e.getMessage() + ". It is looked for again at every look.");
        }
        ready = found;
        return true;
    }

    /** What the file that Camel hands out stands for. */
    public Found candidate(@Header("CamelFileName") String file) {
        return found(ready.get(file));
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        return file.isDirectory() || ready.containsKey(file.getRelativeFilePath());
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        // Nothing is kept from look to look but what the pairing remembers.
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        LOG.warn("Watch {}: a look failed, the next one follows: {}", watch().name(), String.valueOf(cause.getMessage()));
        return false;
    }

    private void offer(Candidate candidate, Map<String, Candidate> found) {
        String first = candidate.entries().get(0).name();
        if (candidate.entries().stream().anyMatch(e -> e.name().indexOf('\\') >= 0)) {
            // Camel takes a backslash for a separator and would look for a file that is not there, for ever.
            reject(candidate, new Problem(first, null, "has a backslash in its name", null, "Rename it without the backslash"));
        } else {
            found.put(first, candidate);
        }
    }
}
