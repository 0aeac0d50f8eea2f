package io.reeldrop.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.pipeline.Child;
import io.reeldrop.sandbox.S3StandIn;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server on loopback, and what it tells of itself. In this process it keeps its objects in memory; in a process of its own
 * it keeps them in a folder, can be killed, and comes back on the same port with the same objects.
 */
public final class S3Server implements AutoCloseable {

    public static final String ACCESS_KEY = S3StandIn.ACCESS_KEY;
    public static final String SECRET = S3StandIn.SECRET;
    public static final String REGION = "us-east-1";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final S3Proxy proxy;
    private Child child;
    private String endpoint;
    private S3Client client;

    private S3Server(Path data, S3Proxy proxy) {
        this.data = data;
        this.proxy = proxy;
    }

    /** One in this process, in memory. */
    public static S3Server inProcess() throws Exception {
        S3Proxy proxy = GatedS3.start(null, 0);
        S3Server server = new S3Server(null, proxy);
        server.endpoint = "http://127.0.0.1:" + proxy.getPort();
        return server;
    }

    /** One in a process of its own. @param data created when missing */
    public static S3Server process(Path data) throws IOException {
        S3Server server = new S3Server(data, null);
        server.start(0);
        return server;
    }

    private void start(int port) throws IOException {
        List<String> options = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        child = Child.java(options, GatedS3.class, data.toString(), String.valueOf(port));
        endpoint = child.await("s3 listening on (http://\\S+)").group(1);
    }

    /** SIGKILL; returns when it is gone. Only of a process of its own. */
    public void kill() {
        child.kill();
    }

    /** After {@link #kill}: the same port, the same objects; counts and refusals begin anew. */
    public void restart() throws IOException {
        child.close();
        start(URI.create(endpoint).getPort());
    }

    /** Like {@code http://127.0.0.1:34567}; for path style. */
    public String endpoint() {
        return endpoint;
    }

    /** A client with all rights, closed with the server. */
    public S3Client client() {
        if (client == null) {
            client = S3Client.builder().endpointOverride(URI.create(endpoint)).region(Region.of(REGION)).forcePathStyle(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET)))
                    .build();
        }
        return client;
    }

    public S3Server bucket(String name) {
        client().createBucket(request -> request.bucket(name));
        return this;
    }

    /** Requests since the start or the last {@link #resetCounts}, refused ones and retries among them; a call never made is 0. */
    public Map<S3Call, Integer> counts() {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(admin("counts")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<S3Call, Integer> counts = new EnumMap<>(S3Call.class);
        for (S3Call call : S3Call.values()) {
            counts.put(call, Integer.valueOf(lines.getProperty(call.name(), "0")));
        }
        return counts;
    }

    public void resetCounts() {
        admin("reset");
    }

    /** No right to it: 403 AccessDenied, until {@link #allow}. */
    public void deny(S3Call call) {
        refuse(call, 403, "AccessDenied");
    }

    /** @param code S3's word, like {@code SlowDown} with 503 or {@code RequestTimeTooSkewed} with 403 */
    public void refuse(S3Call call, int status, String code) {
        admin("refuse?call=" + call + "&status=" + status + "&code=" + code);
    }

    /** As if the clocks differed: 403 RequestTimeTooSkewed to every call. */
    public void skew() {
        for (S3Call call : S3Call.values()) {
            refuse(call, 403, "RequestTimeTooSkewed");
        }
    }

    /** The next such call is done, but its answer never arrives: the connection ends. */
    public void loseAnswer(S3Call call) {
        admin("lose?call=" + call);
    }

    /** The next such call is done, but its answer never arrives, nor does any other, until {@link #allow}. */
    public void leaveAfter(S3Call call) {
        admin("leave?call=" + call);
    }

    /** Each such call takes up to so much longer: half of them are done late, the others only answered late. */
    public void slow(S3Call call, int ms) {
        admin("slow?call=" + call + "&ms=" + ms);
    }

    /** Takes back every refusal, loss and slowness. */
    public void allow() {
        admin("allow");
    }

    /** From now on only what a policy allows is done, until {@link #allow}. @param without leaves out its grant of that index; -1: none */
    public void policy(String json, int without) {
        admin("policy?json=" + URLEncoder.encode(json, StandardCharsets.UTF_8) + (without < 0 ? "" : "&without=" + without));
    }

    /** The grants that were needed since {@link #policy}. */
    public List<String> used() {
        return admin("used").lines().toList();
    }

    /** What was refused since {@link #policy}. */
    public List<String> denied() {
        return admin("denied").lines().toList();
    }

    /** What GetBucketVersioning answers for every bucket; objects are not versioned by it. */
    public void versioned(boolean on) {
        admin("versioned?on=" + on);
    }

    private String admin(String order) {
        try {
            HttpResponse<String> reply = http.send(HttpRequest.newBuilder(URI.create(endpoint + S3Gate.ADMIN + order)).build(),
                    BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(order).isEqualTo(200);
            return reply.body();
        } catch (IOException e) {
            throw new AssertionError(child == null ? endpoint : child.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (child != null) {
            child.close();
        }
        if (proxy != null) {
            proxy.stop();
        }
    }
}
