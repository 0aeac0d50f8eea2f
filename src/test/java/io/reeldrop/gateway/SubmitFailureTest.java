package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.NotSent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubmitFailureTest {

    static Stream<Throwable> before_sending() {
        return Stream.of(new ConnectException("refused"), new HttpHostConnectException("refused"), new UnknownHostException("nowhere"),
                new NoRouteToHostException("none"), new UnresolvedAddressException(), new ConnectTimeoutException("slow"),
                new ConnectionRequestTimeoutException("pool"), new SSLHandshakeException("no trust"),
                causedBy(new ConnectTimeoutException("slow"), new SocketTimeoutException("connect timed out")),
                causedBy(new SSLHandshakeException("closed"), new EOFException("EOF")),
                new CamelExecutionException("failed", null, new HttpHostConnectException("refused")),
                new ExecutionException(new UncheckedIOException(new ConnectException("refused"))),
                new IOException("wrapped", new UnknownHostException("nowhere")));
    }

    @ParameterizedTest
    @MethodSource("before_sending")
    void is_sure_that_nothing_was_sent(Throwable failure) {
        assertThat(Replies.submitFailed(failure)).isInstanceOf(NotSent.class);
    }

    static Stream<Throwable> maybe_sent() {
        return Stream.of(new SocketTimeoutException("Read timed out"), new SocketException("Connection reset"),
                new NoHttpResponseException("failed to respond"), new ConnectionClosedException("closed"), new SSLException("reset"),
                new InterruptedIOException("interrupted"), new EOFException("EOF"), new IOException("Broken pipe"),
                new IllegalStateException("bug"), new InterruptedException(), new OutOfMemoryError(),
                causedBy(new NoHttpResponseException("failed"), new ConnectException("refused")),
                causedBy(new SocketException("reset"), new SSLHandshakeException("x")),
                new CamelExecutionException("failed", null, new SocketTimeoutException("Read timed out")),
                new IOException("wrapped", new SocketException("Connection reset")), circle());
    }

    @ParameterizedTest
    @MethodSource("maybe_sent")
    void is_in_doubt_about_all_else(Throwable failure) {
        assertThat(Replies.submitFailed(failure)).isInstanceOf(InDoubt.class);
    }

    @Test
    void is_in_doubt_about_nothing_at_all() {
        assertThat(Replies.submitFailed(null)).isEqualTo(new InDoubt("no answer"));
    }

    @Test
    void tells_a_refused_connection_of_the_real_client_from_a_lost_answer() throws Exception {
        try (CloseableHttpClient client = HttpClients.custom().disableAutomaticRetries().build()) {
            int port;
            try (ServerSocket server = new ServerSocket(0)) {
                port = server.getLocalPort();
                Thread closer = new Thread(() -> acceptReadAndClose(server));
                closer.start();
                assertThat(failureOf(client, "http://127.0.0.1:" + port)).isInstanceOf(InDoubt.class);
                closer.join();
            }
            assertThat(failureOf(client, "http://127.0.0.1:" + port)).isInstanceOf(NotSent.class);
            assertThat(failureOf(client, "http://no-such-host.invalid")).isInstanceOf(NotSent.class);
        }
    }

    private static void acceptReadAndClose(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SubmitReply failureOf(CloseableHttpClient client, String url) {
        try {
            return client.execute(new HttpPost(url), response -> null);
        } catch (Exception e) {
            return Replies.submitFailed(e);
        }
    }

    private static <T extends Throwable> T causedBy(T failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    private static Throwable circle() {
        RuntimeException inner = new RuntimeException("inner");
        RuntimeException outer = new RuntimeException("outer", inner);
        inner.initCause(outer);
        return outer;
    }
}
