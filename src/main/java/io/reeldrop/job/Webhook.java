package io.reeldrop.job;

import java.io.IOException;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether news arrived. Whoever knows a webhook's address may post there, so the log gets its host and no more of it: once when it stops
 * taking news, and once when it takes it again.
 */
public final class Webhook {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    private String fault = "";

    /**
     * @param address where the news went; null if there is no webhook, so that there is nobody to take it
     * @param status  of the answer, if there was one
     * @param silence why there is no answer, else null
     * @return false if the same news is to be sent again
     */
    public synchronized boolean took(@Variable("webhook") String address, @Header(Exchange.HTTP_RESPONSE_CODE) Integer status,
            @Variable("silence") Exception silence) {
        if (address == null) {
            return true;
        }
        URI uri = URI.create(address);
        String now = silence != null ? said(silence, uri) : status == null || status / 100 != 2 ? "status " + status : "";
        if (!now.equals(fault)) {
            fault = now;
            if (now.isEmpty()) {
                LOG.info("The webhook at {} takes news again.", uri.getHost());
            } else {
                LOG.warn("The webhook at {} does not take news ({}). It is sent again until it does.", uri.getHost(), now);
            }
        }
        return now.isEmpty();
    }

    /** With its message only where that tells of the network, and not of the address. */
    private static String said(Exception silence, URI uri) {
        String kind = silence.getClass().getSimpleName();
        String message = silence.getMessage();
        boolean shown = silence instanceof IOException && message != null
                && (uri.getRawPath().length() < 2 || !message.contains(uri.getRawPath()));
        return shown ? kind + ": " + Discreet.cut(message) : kind;
    }
}
