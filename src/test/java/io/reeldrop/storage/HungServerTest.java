package io.reeldrop.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that takes every call and answers none. */
class HungServerTest {

    private final List<Socket> calls = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private S3 s3;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        s3 = new S3("http://127.0.0.1:" + server.getLocalPort(), "us-east-1", true, "key", "secret", "");
        Thread thread = new Thread(this::take, "hung-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void take() {
        try {
            while (true) {
                calls.add(server.accept());
            }
        } catch (IOException e) {
            // The test ends.
        }
    }

    @AfterEach
    void close() throws IOException {
        s3.close();
        server.close();
        for (Socket call : calls) {
            call.close();
        }
    }

    /** A second try would take what is left of the lease of a purchase that waits for it. */
    @Test
    void what_a_purchase_waits_for_is_given_up_with_its_first_try() {
        Storage place = new Storages(s3).at("s3://receipts/all");
        List<ThrowingCallable> asked = List.of(() -> place.create("a/1", "text"), () -> place.open("a/1"), () -> place.delete("a/1"),
                () -> place.write("a/1", "text"), place::ready);
        asked.stream().map(call -> CompletableFuture.runAsync(() -> assertThatThrownBy(call).isInstanceOf(IOException.class)))
                .toList().forEach(CompletableFuture::join);
        assertThat(calls).hasSize(asked.size());
    }
}
