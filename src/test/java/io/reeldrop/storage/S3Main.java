package io.reeldrop.storage;

import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** S3Proxy on loopback behind an {@link S3Gate}. As a program: data folder and port (0: any free one). */
final class S3Main {

    private S3Main() {
    }

    public static void main(String[] arguments) throws Exception {
        S3Proxy proxy = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("s3 listening on http://127.0.0.1:" + proxy.getPort());
    }

    /** @param data null: in memory */
    static S3Proxy start(Path data, int port) throws Exception {
        String provider = data == null ? "transient" : "filesystem";
        Properties properties = new Properties();
        properties.setProperty("jclouds.provider", provider);
        if (data != null) {
            properties.setProperty("jclouds.filesystem.basedir", Files.createDirectories(data).toString());
        }
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create(provider, properties))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, S3Server.ACCESS_KEY, S3Server.SECRET)
                .stopTimeout(0)
                .build();
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
