package io.reeldrop.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The S3 server that holds all buckets: AWS, or one that speaks its API. Its client is built when a bucket is first needed. */
public final class S3 implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Between two pieces of an answer. Nothing that is asked of a server takes it longer, not even a copy of a large image. */
    private static final Duration SOCKET = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;

    private final String endpoint;
    private final String region;
    private final boolean pathStyle;
    private final AwsCredentialsProvider credentials;
    private S3Client client;

    /**
     * @param endpoint      the server's URL; empty for AWS
     * @param pathStyle     whether the bucket's name is a part of the path rather than of the host's name
     * @param accessKeyId   empty for AWS's own chain: environment, profile, the machine's or the pod's role
     * @param secret        the secret access key …
     * @param secretFile    … or the file that holds it, read anew each time; empty for neither
     */
    public S3(String endpoint, String region, boolean pathStyle, String accessKeyId, String secret, String secretFile) {
        this.endpoint = endpoint;
        this.region = region;
        this.pathStyle = pathStyle;
        this.credentials = credentials(accessKeyId, secret, secretFile);
    }

    /** One for all. Its calls end: each try within a minute of silence, and there are few tries. */
    public synchronized S3Client client() {
        if (client == null) {
            S3ClientBuilder builder = S3Client.builder().region(Region.of(region)).forcePathStyle(pathStyle)
                    .credentialsProvider(credentials)
                    // Servers other than AWS's refuse the checksums that the SDK adds on its own.
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SOCKET)
                            .maxConnections(CONNECTIONS));
            if (!endpoint.isEmpty()) {
                builder.endpointOverride(URI.create(endpoint));
            }
            client = builder.build();
        }
        return client;
    }

    /** The one key for S3, and for SQS beside it. */
    static AwsCredentialsProvider credentials(String accessKeyId, String secret, String secretFile) {
        return accessKeyId.isEmpty() ? DefaultCredentialsProvider.builder().build() : () -> key(accessKeyId, secret, secretFile);
    }

    private static AwsCredentials key(String accessKeyId, String secret, String secretFile) {
        try {
            String found = secretFile.isEmpty() ? secret : Files.readString(Path.of(secretFile)).strip();
            if (found.isEmpty()) {
                throw new IOException(secretFile.isEmpty()
                        ? "reeldrop.s3.access-key-id is set, but not its secret" : secretFile + " is empty");
            }
            return AwsBasicCredentials.create(accessKeyId, found);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("reeldrop.s3.secret-access-key-file: there is no " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return endpoint.isEmpty() ? "AWS S3 in " + region : endpoint;
    }
}
