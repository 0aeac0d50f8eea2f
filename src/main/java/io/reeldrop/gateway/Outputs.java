package io.reeldrop.gateway;

import io.reeldrop.job.Job;
import org.apache.camel.Variable;

/** Which connections an account's outputs may be fetched over. */
public final class Outputs {

    private final Accounts accounts;

    public Outputs(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The name of the connection pool for a job's download. */
    public String connections(@Variable("job") Job job) {
        return accounts.get(job.account()).allowPrivateAddresses() ? "anyConnections" : "publicConnections";
    }
}
