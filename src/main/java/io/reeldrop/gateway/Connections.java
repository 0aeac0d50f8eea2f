package io.reeldrop.gateway;

import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;

/** Pools of connections to gateways, shared by all accounts. */
public final class Connections {

    private Connections() {
    }

    /**
     * @param most             connections at once
     * @param keepMs           how long an idle connection may be used again; 0 for never: a POST on a connection that the other side is
     *                         about to close would leave its outcome in doubt
     * @param connectTimeoutMs to establish one, TLS included
     * @param socketTimeoutMs  between two bytes
     */
    public static PoolingHttpClientConnectionManager pool(int most, long keepMs, long connectTimeoutMs, long socketTimeoutMs) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(most).setMaxConnPerRoute(most)
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).setSoTimeout((int) socketTimeoutMs, TimeUnit.MILLISECONDS)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeoutMs, TimeUnit.MILLISECONDS)
                        .setSocketTimeout((int) socketTimeoutMs, TimeUnit.MILLISECONDS)
                        .setTimeToLive(TimeValue.ofMilliseconds(Math.max(1, keepMs)))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(2)).build())
                .build();
    }
}
