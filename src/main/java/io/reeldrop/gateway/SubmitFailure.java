package io.reeldrop.gateway;

import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.NotSent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** Decides from an exception whether the request can have left this machine. */
final class SubmitFailure {

    /** All of these arise before the first byte of the request is written. */
    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(
            ConnectException.class, NoRouteToHostException.class, UnknownHostException.class, UnresolvedAddressException.class,
            ConnectTimeoutException.class, ConnectionRequestTimeoutException.class,
            SSLHandshakeException.class, SSLPeerUnverifiedException.class);

    private SubmitFailure() {
    }

    /**
     * The outermost I/O exception decides: it was thrown by whoever knew most. A connect timeout, for one, is caused by a socket timeout,
     * which alone would also be what a lost answer looks like.
     */
    static SubmitReply of(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable e = failure; e != null && seen.add(e); e = e.getCause()) {
            if (isBeforeSending(e)) {
                return new NotSent(text(e));
            }
            // A bare IOException is a wrapper as often as a fault, so its cause is asked; without one it decides as any other.
            if (e instanceof IOException && !(e.getClass() == IOException.class && e.getCause() != null)) {
                return new InDoubt(text(e));
            }
        }
        return new InDoubt(failure == null ? "no answer" : text(failure));
    }

    private static boolean isBeforeSending(Throwable e) {
        return BEFORE_SENDING.stream().anyMatch(type -> type.isInstance(e));
    }

    private static String text(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + Words.plain(e.getMessage()));
    }
}
