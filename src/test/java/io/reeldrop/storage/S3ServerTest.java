package io.reeldrop.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerTest {

    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.inProcess().bucket("clips");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static void put(S3Server server, String key, String text) {
        server.client().putObject(request -> request.bucket("clips").key(key).ifNoneMatch("*"), RequestBody.fromString(text));
    }

    private static String get(S3Server server, String key) {
        return server.client().getObjectAsBytes(request -> request.bucket("clips").key(key)).asUtf8String();
    }

    private BucketVersioningStatus versioning() {
        return server.client().getBucketVersioning(request -> request.bucket("clips")).status();
    }

    private static void fails(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.type(S3Exception.class)).satisfies(e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    @Test
    void counts_by_call() {
        server.resetCounts();
        put(server, "in/a.json", "{}");
        get(server, "in/a.json");
        server.client().headObject(request -> request.bucket("clips").key("in/a.json"));
        server.client().listObjects(request -> request.bucket("clips").prefix("in/"));
        server.client().copyObject(request -> request.sourceBucket("clips").sourceKey("in/a.json")
                .destinationBucket("clips").destinationKey("b"));
        server.client().deleteObject(request -> request.bucket("clips").key("b"));
        server.client().deleteObjects(request -> request.bucket("clips").delete(d -> d.objects(o -> o.key("c"))));
        server.client().createMultipartUpload(request -> request.bucket("clips").key("d"));
        server.client().getBucketVersioning(request -> request.bucket("clips"));
        assertThat(server.counts()).hasToString(
                "{GET=1, HEAD=1, LIST=1, PUT=1, COPY=1, DELETE=2, MULTIPART=1, BUCKET=1}");
        server.resetCounts();
        assertThat(server.counts()).containsEntry(S3Call.GET, 0);
    }

    @Test
    void never_replaces_what_is_there() {
        put(server, "a", "first");
        fails(() -> put(server, "a", "second"), 412, "PreconditionFailed");
        assertThat(get(server, "a")).isEqualTo("first");
    }

    @Test
    void denies_only_what_it_is_told_to_until_allowed() {
        put(server, "a", "text");
        server.deny(S3Call.DELETE);
        fails(() -> server.client().deleteObject(request -> request.bucket("clips").key("a")), 403, "AccessDenied");
        assertThat(get(server, "a")).isEqualTo("text");
        server.allow();
        server.client().deleteObject(request -> request.bucket("clips").key("a"));
        fails(() -> get(server, "a"), 404, "NoSuchKey");
    }

    @Test
    void a_denied_head_tells_its_status_alone() {
        put(server, "a", "text");
        server.deny(S3Call.HEAD);
        fails(() -> server.client().headObject(request -> request.bucket("clips").key("a")), 403, null);
    }

    @Test
    void the_client_asks_again_when_the_server_is_busy() {
        server.refuse(S3Call.PUT, 503, "SlowDown");
        server.resetCounts();
        fails(() -> put(server, "a", "text"), 503, "SlowDown");
        assertThat(server.counts().get(S3Call.PUT)).isGreaterThan(1);
    }

    @Test
    void a_lost_answer_makes_the_client_meet_its_own_object() {
        server.loseAnswer(S3Call.PUT);
        fails(() -> put(server, "a", "text"), 412, "PreconditionFailed");
        assertThat(get(server, "a")).isEqualTo("text");
    }

    @Test
    void tells_of_differing_clocks() {
        server.skew();
        fails(() -> server.client().listObjects(request -> request.bucket("clips")), 403, "RequestTimeTooSkewed");
    }

    @Test
    void tells_of_versioning() {
        assertThat(versioning()).isNull();
        server.versioned(true);
        assertThat(versioning()).isEqualTo(BucketVersioningStatus.ENABLED);
    }

    @Test
    void comes_back_with_its_objects_after_a_kill(@TempDir Path data) throws Exception {
        try (S3Server process = S3Server.process(data).bucket("clips")) {
            put(process, "in/a+b ü.json", "{}");
            String endpoint = process.endpoint();
            process.kill();
            assertThatThrownBy(() -> get(process, "in/a+b ü.json")).hasMessageContaining("refused");
            process.restart();
            assertThat(process.endpoint()).isEqualTo(endpoint);
            assertThat(get(process, "in/a+b ü.json")).isEqualTo("{}");
        }
    }
}
