package io.reeldrop.gateway;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Makes the HTTP client do what it is told, once: by itself it would send a POST again on 503 and follow redirects with the key.
 * Also ends a call after a total time, which the socket's time-out, counted anew for every read, does not.
 */
public final class SingleCall implements HttpClientConfigurer, ExecChainHandler {

    private final long deadlineMs;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-deadline");
        thread.setDaemon(true);
        return thread;
    });

    /** @param deadlineMs from the first byte sent to the last byte read; 0 for none */
    public SingleCall(long deadlineMs) {
        this.deadlineMs = deadlineMs;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().disableAuthCaching();
        if (deadlineMs > 0) {
            client.addExecInterceptorFirst("deadline", this);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!(scope.originalRequest instanceof Cancellable call)) {
            return chain.proceed(request, scope);
        }
        // Weak, or the watchdog would keep every request with its image in memory until its deadline, answered or not.
        WeakReference<Cancellable> watched = new WeakReference<>(call);
        watchdog.schedule(() -> cancel(watched.get()), deadlineMs, TimeUnit.MILLISECONDS);
        return chain.proceed(request, scope);
    }

    private static void cancel(Cancellable call) {
        if (call != null) {
            call.cancel();
        }
    }
}
