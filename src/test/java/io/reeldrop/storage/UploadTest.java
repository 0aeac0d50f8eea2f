package io.reeldrop.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A video that is too large for one request. */
class UploadTest {

    private static final int BYTES = (70 << 20) + 1;

    private static S3Server server;
    private static Path video;
    private static Label label;

    private final S3 s3 = new S3(server.endpoint(), S3Server.REGION, true, S3Server.ACCESS_KEY, S3Server.SECRET, "");
    private final Storage place = new Storages(s3).at("s3://videos/out");

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = S3Server.inProcess().bucket("videos");
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        video = Files.write(folder.resolve("video"), bytes);
        label = Label.of(Sha256.of(video), "a-job", "a-task");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void tidy() throws IOException {
        server.allow();
        place.delete("cat.mp4");
        place.delete("cat-2.mp4");
    }

    @Test
    void arrives_in_parts_and_whole() throws IOException {
        AtomicInteger beats = new AtomicInteger();
        assertThat(place.put("cat.mp4", video, label, beats::incrementAndGet)).isEqualTo("cat.mp4");
        try (var in = place.open("cat.mp4")) {
            assertThat(in).hasBinaryContent(Files.readAllBytes(video));
        }
        HeadObjectResponse head = server.client().headObject(ask -> ask.bucket("videos").key("out/cat.mp4"));
        assertThat(head.metadata()).containsEntry("sha256", label.sha256()).containsEntry("job", "a-job")
                .containsEntry("task-id", "a-task");
        assertThat(head.contentType()).isEqualTo("video/mp4");
        assertThat(beats.get()).isGreaterThanOrEqualTo(3);
        nothingIsLeft();
    }

    @Test
    void gives_up_with_its_parts_when_the_job_is_not_its_any_more() throws IOException {
        AtomicInteger beats = new AtomicInteger();
        assertThatThrownBy(() -> place.put("cat.mp4", video, label, () -> {
            if (beats.incrementAndGet() == 2) {
                throw new IOException("somebody else's by now");
            }
        })).hasMessage("somebody else's by now");
        assertThat(place.has("cat.mp4")).isFalse();
        nothingIsLeft();
    }

    @Test
    void a_server_that_refuses_leaves_no_object() throws IOException {
        server.deny(S3Call.MULTIPART);
        assertThatThrownBy(() -> place.put("cat.mp4", video, label, Heartbeat.NONE)).isInstanceOf(S3Fault.class)
                .hasMessageContaining("AccessDenied");
        assertThat(place.has("cat.mp4")).isFalse();
    }

    @Test
    void removes_what_a_killed_one_left() throws IOException {
        String id = server.client().createMultipartUpload(create -> create.bucket("videos").key("out/cat.mp4")).uploadId();
        server.client().uploadPart(part -> part.bucket("videos").key("out/cat.mp4").uploadId(id).partNumber(1),
                RequestBody.fromString("half"));
        place.put("cat.mp4", video, label, Heartbeat.NONE);
        assertThat(place.size("cat.mp4")).isEqualTo(BYTES);
        nothingIsLeft();
    }

    @Test
    void replaces_nothing_that_came_meanwhile() throws IOException {
        AtomicInteger beats = new AtomicInteger();
        String name = place.put("cat.mp4", video, label, () -> {
            if (beats.incrementAndGet() == 1) {
                place.write("cat.mp4", "somebody else's");
            }
        });
        assertThat(name).isEqualTo("cat-2.mp4");
        assertThat(place.size("cat.mp4")).isEqualTo("somebody else's".length());
        assertThat(place.size("cat-2.mp4")).isEqualTo(BYTES);
        nothingIsLeft();
    }

    @Test
    void what_lies_there_already_is_not_sent_again() throws IOException {
        place.put("cat.mp4", video, label, Heartbeat.NONE);
        assertThat(place.put("cat.mp4", video, label, Heartbeat.NONE)).isEqualTo("cat.mp4");
        assertThat(place.has("cat-2.mp4")).isFalse();
    }

    private static void nothingIsLeft() {
        assertThat(server.client().listMultipartUploads(list -> list.bucket("videos")).uploads()).extracting(MultipartUpload::key)
                .isEmpty();
    }
}
