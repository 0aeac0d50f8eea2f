package io.reeldrop.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;

/**
 * Keeps downloads out of the private network: an output URL is what a reply says it is. It looks at the addresses that a connection
 * would really go to, so neither a redirect nor a host name with two faces gets past it.
 */
public final class PublicAddresses implements DnsResolver {

    private PublicAddresses() {
    }

    /**
     * Connections for downloads.
     *
     * @param anywhere        whether private addresses may be reached
     * @param socketTimeoutMs between two bytes
     */
    public static PoolingHttpClientConnectionManager pool(int most, boolean anywhere, long socketTimeoutMs) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(anywhere ? SystemDefaultDnsResolver.INSTANCE : new PublicAddresses())
                .setMaxConnTotal(most).setMaxConnPerRoute(most)
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout((int) socketTimeoutMs, TimeUnit.MILLISECONDS).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(20, TimeUnit.SECONDS).setSocketTimeout((int) socketTimeoutMs, TimeUnit.MILLISECONDS).build())
                .build();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
            if (isPrivate(address)) {
                throw new UnknownHostException(host + " is the private address " + address.getHostAddress()
                        + ", and the account does not allow private addresses (reeldrop.accounts.<name>.allow-private-addresses)");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean uniqueLocal = bytes.length == 16 && (first & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && first == 100 && second >= 64 && second < 128;
        boolean reserved = bytes.length == 4 && (first == 0 || first >= 240);
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()
                || address.isMulticastAddress() || uniqueLocal || carrierGrade || reserved;
    }
}
