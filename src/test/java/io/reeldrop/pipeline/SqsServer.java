package io.reeldrop.pipeline;

import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS server (ElasticMQ) in a process of its own. It can be killed, and comes back on the same port, its queues lost. */
public final class SqsServer implements AutoCloseable {

    private Child child;
    private String endpoint;
    private SqsClient client;

    public SqsServer() throws IOException {
        start(0);
    }

    /** As a program: the port, 0 for any free one. */
    public static void main(String[] arguments) {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(Integer.parseInt(arguments[0])).start();
        System.out.println("sqs listening on http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    }

    private void start(int port) throws IOException {
        child = Child.java(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), SqsServer.class, String.valueOf(port));
        endpoint = child.await("sqs listening on (http://\\S+)").group(1);
    }

    public String endpoint() {
        return endpoint;
    }

    public SqsClient client() {
        if (client == null) {
            client = SqsClient.builder().endpointOverride(URI.create(endpoint)).region(Region.of(S3Server.REGION))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))).build();
        }
        return client;
    }

    /** Creates an empty queue. @return its URL */
    public String queue(String name) {
        return client().createQueue(create -> create.queueName(name)).queueUrl();
    }

    public void send(String queue, String body) {
        client().sendMessage(send -> send.queueUrl(queue).messageBody(body));
    }

    /** Messages that can be received now, are received and not deleted, and are put off: 0 when the last one was deleted. */
    public int left(String queue) {
        Map<QueueAttributeName, String> numbers = client()
                .getQueueAttributes(ask -> ask.queueUrl(queue).attributeNames(QueueAttributeName.ALL)).attributes();
        return List.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED).stream().map(numbers::get)
                .collect(Collectors.summingInt(Integer::parseInt));
    }

    /** SIGKILL. */
    public void kill() {
        child.kill();
    }

    /** After {@link #kill}: the same port, no queues. */
    public void restart() throws IOException {
        child.close();
        start(URI.create(endpoint).getPort());
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        child.close();
    }
}
