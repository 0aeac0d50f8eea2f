package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a site works on, folders or a bucket, as somebody sees it who knows nothing of Reeldrop. */
interface Ground extends AutoCloseable {

    /** Points the default watch at it. */
    void under(Site site) throws IOException;

    /** @param place {@code in}, {@code in-progress}, {@code out}, {@code done} or {@code dead-letter} */
    Shelf shelf(String place);

    /** All that lies in a place, with what Reeldrop may have left there hidden. */
    List<String> names(String place) throws IOException;

    void put(Drop drop, boolean imageFirst) throws IOException;

    Onlooker onlooker() throws IOException;

    /** Videos of which parts were sent, and neither made whole nor given up; by their names. */
    List<String> unfinished();

    /** What the place itself tells about a video is true, too. */
    void tellsOf(String name, Job job);

    @Override
    void close() throws Exception;

    /** @param root the default watch's */
    static Ground folders(Path root) {
        return new Ground() {
            @Override
            public void under(Site site) {
                // Sites are made so.
            }

            @Override
            public Shelf shelf(String place) {
                return Shelf.folder(root.resolve(place));
            }

            @Override
            public List<String> names(String place) throws IOException {
                return List.copyOf(Site.files(root.resolve(place)).keySet());
            }

            @Override
            public void put(Drop drop, boolean imageFirst) throws IOException {
                drop.into(root.resolve("in"), imageFirst);
            }

            @Override
            public Onlooker onlooker() throws IOException {
                return Onlooker.at(List.of(root.resolve("out"), root.resolve("out/sub")));
            }

            @Override
            public List<String> unfinished() {
                return List.of();
            }

            @Override
            public void tellsOf(String name, Job job) {
                // A folder keeps nothing about its files.
            }

            @Override
            public void close() {
                // Nothing was started.
            }
        };
    }

    /** Two buckets on a server in a process of its own that answers slowly, so that kills fall between a copy and its deletion. */
    final class Buckets implements Ground {

        /** S3Proxy writes a PUT beside its key first and shows that; S3 itself does not. */
        private static final Pattern PROXYS_OWN = Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

        private final S3Server server;

        Buckets(Path data) throws IOException {
            server = S3Server.process(data).bucket("drops").bucket("videos");
            List.of(S3Call.PUT, S3Call.COPY, S3Call.DELETE, S3Call.MULTIPART).forEach(call -> server.slow(call, 300));
        }

        @Override
        public void under(Site site) throws IOException {
            site.bucket(server, "drops", "press", shelf("out").place());
        }

        @Override
        public Shelf shelf(String place) {
            return place.equals("out") ? Shelf.bucket(server, "videos", "made/press") : Shelf.bucket(server, "drops", "press/" + place);
        }

        @Override
        public List<String> names(String place) {
            return shelf(place).names().stream().filter(name -> !PROXYS_OWN.matcher(name).matches()).toList();
        }

        @Override
        public void put(Drop drop, boolean imageFirst) {
            for (String suffix : imageFirst ? List.of(".png", ".json") : List.of(".json", ".png")) {
                shelf("in").put(drop.name() + suffix, suffix.equals(".png") ? drop.image() : drop.sidecar());
            }
        }

        @Override
        public Onlooker onlooker() {
            return Onlooker.at(shelf("out"));
        }

        @Override
        public List<String> unfinished() {
            S3Client s3 = server.client();
            return s3.listMultipartUploads(list -> list.bucket("videos")).uploads().stream().map(MultipartUpload::key).toList();
        }

        @Override
        public void tellsOf(String name, Job job) {
            HeadObjectResponse head = server.client().headObject(ask -> ask.bucket("videos").key("made/press/" + name));
            assertThat(head.metadata()).isEqualTo(Map.of("job", job.id(), "task-id", job.taskId(), "sha256", job.text("output_sha256")));
            assertThat(head.contentType()).isEqualTo("video/mp4");
            assertThat(head.contentLength()).isEqualTo(job.number("output_bytes"));
        }

        @Override
        public void close() throws Exception {
            server.close();
        }
    }
}
