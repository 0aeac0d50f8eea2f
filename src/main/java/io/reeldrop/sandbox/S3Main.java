package io.reeldrop.sandbox;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/**
 * A stand-in S3 server on loopback, as a process of its own: data folder, port (0: any free one), and, if it is to end with another
 * process, that one's id. Every object is a file in the data folder, {@code bucket/key}. Prints its address.
 */
public final class S3Main {

    /** The key that it accepts. No secret: it guards nothing but this machine's own play data. */
    public static final String ACCESS_KEY = "local";
    public static final String SECRET = "play-secret-of-the-sandbox-of-40-letters.";

    private S3Main() {
    }

    public static void main(String[] arguments) throws Exception {
        S3Proxy server = server(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        if (arguments.length > 2) {
            ProcessHandle.of(Long.parseLong(arguments[2])).ifPresentOrElse(S3Main::endWith, () -> System.exit(1));
        }
        server.start();
        System.out.println("s3 listening on http://127.0.0.1:" + server.getPort());
    }

    /** Also when that one is killed and cannot end anything itself. */
    private static void endWith(ProcessHandle other) {
        other.onExit().thenRun(() -> System.exit(0));
    }

    /**
     * One that is not started yet.
     *
     * @param data created when missing; null: in memory
     */
    public static S3Proxy server(Path data, int port) throws Exception {
        String provider = data == null ? "transient" : "filesystem";
        Properties properties = new Properties();
        properties.setProperty("jclouds.provider", provider);
        if (data != null) {
            properties.setProperty("jclouds.filesystem.basedir", Files.createDirectories(data).toString());
        }
        return S3Proxy.builder()
                .blobStore(BlobStores.create(provider, properties))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET)
                .stopTimeout(0)
                .build();
    }
}
