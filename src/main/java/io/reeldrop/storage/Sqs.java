package io.reeldrop.storage;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** The SQS server whose queues tell of new objects: AWS, or one that speaks its API. Its clients are built when a queue is first read. */
public final class Sqs implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the longest wait for a message. */
    private static final Duration SOCKET = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;

    private final String endpoint;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private SqsClient client;
    private SqsClient receiver;

    /**
     * @param endpoint    the server's URL; empty for AWS
     * @param accessKeyId empty for AWS's own chain: environment, profile, the machine's or the pod's role
     * @param secret      the secret access key …
     * @param secretFile  … or the file that holds it, read anew each time; empty for neither
     */
    public Sqs(String endpoint, String region, String accessKeyId, String secret, String secretFile) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = S3.credentials(accessKeyId, secret, secretFile);
    }

    /** One for everything but waiting for messages. */
    public synchronized SqsClient client() {
        if (client == null) {
            client = build();
        }
        return client;
    }

    /** For those who wait for messages, until {@link #hangUp}. */
    public synchronized SqsClient receiver() {
        if (receiver == null) {
            receiver = build();
        }
        return receiver;
    }

    /** Ends every wait for a message: a process that stops must not sit it out. What was received can still be deleted. */
    public synchronized void hangUp() {
        if (receiver != null) {
            receiver.close();
        }
    }

    private SqsClient build() {
        SqsClientBuilder builder = SqsClient.builder().region(Region.of(region)).credentialsProvider(credentials)
                .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SOCKET).maxConnections(CONNECTIONS));
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }

    @Override
    public synchronized void close() {
        hangUp();
        if (client != null) {
            client.close();
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return endpoint.isEmpty() ? "AWS SQS in " + region : endpoint;
    }
}
