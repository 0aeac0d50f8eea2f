package io.reeldrop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;

/**
 * Free questions to an account's gateway, for people's commands. Each is asked once; no redirect is followed, and the key goes to the
 * account's own address only.
 */
public final class Inquiry implements AutoCloseable {

    private final CloseableHttpClient client;

    /**
     * @param connectTimeoutMs to establish a connection
     * @param timeoutMs        for a whole answer
     */
    public Inquiry(long connectTimeoutMs, long timeoutMs) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(Connections.pool(1, 0, connectTimeoutMs, timeoutMs));
        new SingleCall(connectTimeoutMs + timeoutMs).configureHttpClient(builder);
        this.client = builder.build();
    }

    /** How the account stands at its gateway. */
    public Standing standing(Account account) {
        try {
            return Standing.read(account, ask(account, account.probeMethod(), account.probeUri(), null));
        } catch (IOException e) {
            return Standing.notReachable(e);
        }
    }

    /** @throws IOException if there is no answer */
    public Evidence task(Account account, String taskId) throws IOException {
        Reply reply = ask(account, account.profile().task().method(), account.taskUri(taskId), null).reply();
        ReplyBody body = ReplyBody.of(reply.body());
        return new Evidence(Replies.task(account.profile(), reply.status(), reply.contentType(), reply.body(), null),
                Moment.in(body, account.profile().reply().createdAt()));
    }

    /**
     * What the gateway says that the account's whole organisation used.
     *
     * @param from   first day, in UTC
     * @param before day after the last
     * @throws IOException if there is no answer, or none that can be understood
     */
    public Usage usage(Account account, LocalDate from, LocalDate before) throws IOException {
        Profile.Usage call = account.profile().usage();
        return Usage.read(account.profile(), ask(account, call.method(), account.usageUri(), Usage.question(call, from, before)).reply());
    }

    /** @param location where a redirect leads, or null */
    record Answer(Reply reply, String location) {
    }

    private Answer ask(Account account, String method, URI uri, byte[] body) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        Requests.headers(account).forEach(request::setHeader);
        if (body != null) {
            request.removeHeaders("Content-Type");
            request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        }
        ClassicHttpResponse response = client.executeOpen(null, request, null);
        try {
            HttpEntity entity = response.getEntity();
            byte[] said = entity == null ? new byte[0] : read(entity.getContent());
            Header location = response.getFirstHeader("Location");
            return new Answer(new Reply(response.getCode(), entity == null ? null : entity.getContentType(),
                    Reply.scrubbed(said, account), Replies.retryAfterMs(value(response.getFirstHeader("Retry-After")), Instant.now())),
                    value(location));
        } finally {
            // After an answer that was broken off, closing it complains of just that.
            Closer.closeQuietly(response);
        }
    }

    private static byte[] read(InputStream content) throws IOException {
        try {
            return content.readNBytes(Reply.MOST);
        } finally {
            Reply.end(content);
        }
    }

    private static String value(Header header) {
        return header == null ? null : header.getValue();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
