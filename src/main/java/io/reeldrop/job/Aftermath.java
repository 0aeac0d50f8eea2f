package io.reeldrop.job;

import java.io.IOException;
import java.util.List;

/** What is kept of jobs outside of the store, and has to go before their rows do. */
public interface Aftermath {

    /** May be called again for the same jobs. */
    void forget(List<Job> jobs) throws IOException;
}
