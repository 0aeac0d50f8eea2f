package io.reeldrop.job;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Knows a fault of the store among all others; and, for the claims, tells in one line a minute that the store is away, instead of every
 * statement with all its causes.
 */
public final class StoreFaults implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFaults.class);
    private static final long SILENCE_MS = 60_000;

    private final Node node;
    private final AtomicLong toldAt = new AtomicLong(Long.MIN_VALUE);

    public StoreFaults(Node node) {
        this.node = node;
    }

    /** For the error policy: whether neither the failure nor anything that it was caused by is a fault of the store. */
    public boolean none(Exchange exchange) {
        for (Throwable fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class); fault != null; fault = fault.getCause()) {
            if (fault instanceof DataAccessException || fault instanceof TransactionException) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable fault) {
        if (!(fault instanceof DataAccessException away)) {
            LOG.error("{}", message, fault);
            return;
        }
        long told = toldAt.get();
        long now = node.now();
        if ((told == Long.MIN_VALUE || now - told > SILENCE_MS) && toldAt.compareAndSet(told, now)) {
            LOG.warn("The store does not answer ({}). What is under way waits for it, and nothing new is begun.",
                    (away.getCause() == null ? away : away.getCause()).getMessage());
        }
    }

    @Override
    public void handleException(String message, Throwable fault) {
        handleException(message, null, fault);
    }

    @Override
    public void handleException(Throwable fault) {
        handleException(String.valueOf(fault.getMessage()), fault);
    }
}
