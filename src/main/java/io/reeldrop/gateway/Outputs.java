package io.reeldrop.gateway;

import io.reeldrop.job.Job;
import io.reeldrop.job.WebAddress;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/** How an account's outputs may be fetched: over which connections, and from where with the key. */
public final class Outputs {

    private final Accounts accounts;

    public Outputs(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The name of the connection pool for a job's download. */
    public String connections(@Variable("job") Job job) {
        return accounts.get(job.account()).allowPrivateAddresses() ? "anyConnections" : "publicConnections";
    }

    /** Sends the key along where the output lies on the gateway's own host, for resellers hand out links that need it; never elsewhere. */
    public void authorize(Exchange exchange, @Variable("job") Job job, @ExchangeProperty("address") WebAddress address) {
        Account account = accounts.get(job.account());
        if (account.key().present() && account.sameOrigin(address.uri())) {
            Profile.Auth auth = account.profile().auth();
            exchange.getMessage().setHeader(auth.header(), account.key().header(auth.scheme()));
        }
    }
}
