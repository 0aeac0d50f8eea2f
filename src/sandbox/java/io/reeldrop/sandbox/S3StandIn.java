package io.reeldrop.sandbox;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** A stand-in S3 server on loopback, path style. */
public final class S3StandIn {

    /** The key that it accepts. No secret: it guards nothing but this machine's own play data. */
    public static final String ACCESS_KEY = "local";
    public static final String SECRET = "play-secret-of-the-sandbox-of-40-letters.";

    private S3StandIn() {
    }

    /** One that is not started yet. Its objects are files in the folder, {@code bucket/key}; without a folder they live in memory. */
    public static S3Proxy server(Path data, int port) throws Exception {
        String provider = data == null ? "transient" : "filesystem";
        Properties properties = new Properties();
        if (data != null) {
            properties.setProperty("jclouds.filesystem.basedir", Files.createDirectories(data).toString());
        }
        properties.setProperty("jclouds.provider", provider);
        return S3Proxy.builder().blobStore(BlobStores.create(provider, properties)).endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET).stopTimeout(0).build();
    }
}
