package io.reeldrop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.camel.Exchange;

/** A gateway's answer as the routes receive it, in the variable {@code reply}. */
record Reply(int status, String contentType, byte[] body, Long retryAfterMs) {

    /** Nothing that a gateway has to say about one task is longer. */
    private static final int MOST = 1 << 20;

    static Reply of(Exchange exchange, long now) throws IOException {
        try (InputStream in = exchange.getVariable("reply", InputStream.class)) {
            return new Reply(exchange.getVariable("header:reply." + Exchange.HTTP_RESPONSE_CODE, Integer.class),
                    exchange.getVariable("header:reply." + Exchange.CONTENT_TYPE, String.class),
                    in == null ? new byte[0] : in.readNBytes(MOST),
                    Replies.retryAfterMs(exchange.getVariable("header:reply.Retry-After", String.class), Instant.ofEpochMilli(now)));
        }
    }
}
