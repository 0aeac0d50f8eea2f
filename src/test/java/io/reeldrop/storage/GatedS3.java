package io.reeldrop.storage;

import io.reeldrop.sandbox.S3StandIn;
import java.lang.reflect.Field;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/** The stand-in S3 server behind an {@link S3Gate}. As a program: data folder and port (0: any free one). */
final class GatedS3 {

    private GatedS3() {
    }

    public static void main(String[] arguments) throws Exception {
        S3Proxy server = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("s3 listening on http://127.0.0.1:" + server.getPort());
    }

    /** @param data null: in memory */
    static S3Proxy start(Path data, int port) throws Exception {
        S3Proxy proxy = S3StandIn.server(data, port);
        Server server = jetty(proxy);
        server.setHandler(new S3Gate(server.getHandler()));
        proxy.start();
        return proxy;
    }

    /** S3Proxy does not hand out its Jetty, and a proxy before it would break the signatures, which name the host. */
    private static Server jetty(S3Proxy proxy) throws ReflectiveOperationException {
        Field server = S3Proxy.class.getDeclaredField("server");
        server.setAccessible(true);
        return (Server) server.get(proxy);
    }
}
