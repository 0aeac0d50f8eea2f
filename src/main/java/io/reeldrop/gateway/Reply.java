package io.reeldrop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A gateway's answer as the routes receive it: the message that the call left. */
record Reply(int status, String contentType, byte[] body, Long retryAfterMs) {

    /** Nothing that a gateway has to say about one task is longer. */
    private static final int MOST = 1 << 20;

    static Reply of(Exchange exchange, long now) throws IOException {
        Message message = exchange.getMessage();
        try (InputStream in = message.getBody(InputStream.class)) {
            return new Reply(message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                    message.getHeader(Exchange.CONTENT_TYPE, String.class),
                    in == null ? new byte[0] : in.readNBytes(MOST),
                    Replies.retryAfterMs(message.getHeader("Retry-After", String.class), Instant.ofEpochMilli(now)));
        }
    }
}
