package io.reeldrop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.io.EofSensorInputStream;

/** A gateway's answer as the routes receive it: the message that the call left. */
record Reply(int status, String contentType, byte[] body, Long retryAfterMs) {

    /** Nothing that a gateway has to say about one task is longer. */
    static final int MOST = 1 << 20;

    /** Shorter keys are no secrets (the sandbox takes any) but may be words of the answer. */
    private static final int LEAST_SECRET = 12;

    /** Some gateways quote the key in their errors; what they say is stored and shown. */
    static byte[] scrubbed(byte[] body, Account account) {
        return account.key().length() < LEAST_SECRET ? body
                : account.key().scrub(new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    static Reply of(Exchange exchange, Account account, long now) throws IOException {
        Message message = exchange.getMessage();
        InputStream in = message.getBody(InputStream.class);
        try {
            return new Reply(message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                    message.getHeader(Exchange.CONTENT_TYPE, String.class),
                    in == null ? new byte[0] : scrubbed(in.readNBytes(MOST), account),
                    Replies.retryAfterMs(message.getHeader("Retry-After", String.class), Instant.ofEpochMilli(now)));
        } finally {
            end(in);
        }
    }

    /** Closing alone would read on to the body's end, which may never come; of a whole body nothing is left to break off. */
    static void end(InputStream body) throws IOException {
        if (body instanceof EofSensorInputStream connected) {
            connected.abort();
        } else if (body != null) {
            body.close();
        }
    }
}
