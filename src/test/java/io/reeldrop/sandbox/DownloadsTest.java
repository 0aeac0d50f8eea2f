package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownloadsTest {

    private static final int SIZE = 300_000;

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of("video-bytes", Integer.toString(SIZE)));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void serves_the_whole_file_without_the_key() throws Exception {
        HttpResponse<byte[]> answer = rig.fetch(rig.download(rig.output("a cat")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(SIZE);
        assertThat(new String(answer.body(), 4, 4)).isEqualTo("ftyp");
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(answer.headers().firstValue("ETag").orElse("")).matches("\".+\"");
        assertThat(rig.sandbox.report().keyLeaks()).isZero();
        assertThat(rig.sandbox.report().downloads()).isEqualTo(1);
    }

    @Test
    void a_prompt_asks_for_a_size_of_its_own() throws Exception {
        assertThat(rig.fetch(rig.download(rig.output("a cat [video-bytes 400000]"))).body()).hasSize(400_000);
        assertThat(rig.fetch(rig.download(rig.output("a cat"))).body()).hasSize(SIZE);
    }

    @Test
    void notes_a_key_that_comes_along_to_another_host() throws Exception {
        rig.fetch(rig.download(rig.output("a cat")).header("Authorization", "Bearer key_test"));
        assertThat(rig.sandbox.report().keyLeaks()).isZero();
        rig.sandbox.faults(Option.OUTPUT_HOST, "localhost");
        rig.fetch(rig.download(rig.output("a cat")).header("Authorization", "Bearer key_test"));
        assertThat(rig.sandbox.report().keyLeaks()).isEqualTo(1);
    }

    @Test
    void is_filled_up_with_a_box_that_ends_where_the_file_ends() throws Exception {
        ByteBuffer file = ByteBuffer.wrap(rig.fetch(rig.download(rig.output("a cat"))).body());
        StringBuilder types = new StringBuilder();
        long at = 0;
        while (at < SIZE) {
            types.append(new String(file.array(), (int) at + 4, 4)).append(' ');
            int size = file.getInt((int) at);
            at += size == 1 ? file.getLong((int) at + 8) : size;
        }
        assertThat(at).isEqualTo(SIZE);
        assertThat(types.toString()).contains("ftyp", "mdat", "moov").endsWith("free ");
    }

    @Test
    void ranges_put_together_are_the_file() throws Exception {
        String url = rig.output("a cat");
        byte[] whole = rig.fetch(rig.download(url)).body();
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        int step = 70_001;
        for (int from = 0; from < SIZE; from += step) {
            int last = Math.min(SIZE, from + step) - 1;
            HttpResponse<byte[]> part = rig.fetch(rig.download(url).header("Range", "bytes=" + from + '-' + last));
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes " + from + '-' + last + '/' + SIZE);
            parts.write(part.body());
        }
        assertThat(parts.toByteArray()).isEqualTo(whole);
    }

    @Test
    void takes_an_open_range_and_refuses_one_behind_the_end() throws Exception {
        String url = rig.output("a cat");
        byte[] whole = rig.fetch(rig.download(url)).body();
        byte[] tail = Arrays.copyOfRange(whole, SIZE - 7, SIZE);
        assertThat(rig.fetch(rig.download(url).header("Range", "bytes=299993-")).body()).isEqualTo(tail);
        HttpResponse<byte[]> beyond = rig.fetch(rig.download(url).header("Range", "bytes=300000-"));
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */" + SIZE);
        assertThat(rig.fetch(rig.download(url).header("Range", "bytes=0-1,5-6")).statusCode()).isEqualTo(200);
    }

    @Test
    void if_range_with_another_etag_gets_the_whole() throws Exception {
        String url = rig.output("a cat");
        String etag = rig.fetch(rig.download(url)).headers().firstValue("ETag").orElseThrow();
        HttpRequest.Builder tail = rig.download(url).header("Range", "bytes=100-");
        assertThat(rig.fetch(tail.copy().header("If-Range", etag)).statusCode()).isEqualTo(206);
        assertThat(rig.fetch(tail.copy().header("If-Range", "\"other\"")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_link_expires_and_a_poll_gives_a_new_one() throws Exception {
        rig.sandbox.faults(Option.EXPIRE_OUTPUTS, 500);
        String id = rig.submit("a cat");
        rig.clock.pass(1000);
        String first = rig.task(id).path("output").path(0).asText();
        assertThat(rig.fetch(rig.download(first)).statusCode()).isEqualTo(200);
        rig.clock.pass(500);
        assertThat(rig.fetch(rig.download(first)).statusCode()).isEqualTo(403);
        assertThat(rig.fetch(rig.download(rig.task(id).path("output").path(0).asText())).statusCode()).isEqualTo(200);
    }

    @Test
    void a_link_without_its_signature_or_for_another_task_is_refused() throws Exception {
        String url = rig.output("a cat");
        String other = rig.output("a dog");
        assertThat(rig.fetch(rig.download(url.replaceAll("\\?.*", ""))).statusCode()).isEqualTo(403);
        assertThat(rig.fetch(rig.download(url.substring(0, url.length() - 1))).statusCode()).isEqualTo(403);
        assertThat(rig.fetch(rig.download(url.replaceAll("\\?.*", "") + other.replaceAll(".*\\?", "?"))).statusCode()).isEqualTo(403);
    }

    @Test
    void a_cut_download_can_be_resumed() throws Exception {
        String url = rig.output("[cut]");
        HttpResponse<InputStream> answer = rig.http.send(rig.download(url).build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        assertThatThrownBy(() -> answer.body().transferTo(got)).isInstanceOf(IOException.class);
        assertThat(got.size()).isPositive().isLessThan(SIZE);
        HttpResponse<byte[]> rest = rig.fetch(rig.download(url).header("Range", "bytes=" + got.size() + '-')
                .header("If-Range", answer.headers().firstValue("ETag").orElseThrow()));
        assertThat(rest.statusCode()).isEqualTo(206);
        got.write(rest.body());
        assertThat(got.toByteArray()).isEqualTo(rig.fetch(rig.download(url)).body());
    }

    @Test
    void a_rate_of_one_cuts_every_download() throws Exception {
        String url = rig.output("a cat");
        rig.sandbox.faults(Option.CUT_DOWNLOADS, 1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> rig.fetch(rig.download(url))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_wrong_length_ends_cleanly_in_the_middle() throws Exception {
        HttpResponse<byte[]> answer = rig.fetch(rig.download(rig.output("[wrong-length]")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(SIZE / 2);
        assertThat(answer.body()).hasSize(SIZE / 2);
    }

    @Test
    void what_is_not_a_video_is_a_page_once() throws Exception {
        String url = rig.output("[not-a-video]");
        HttpResponse<byte[]> page = rig.fetch(rig.download(url));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(rig.fetch(rig.download(url)).headers().firstValue("Content-Type")).hasValue("video/mp4");
    }

    @Test
    void an_endless_download_goes_on_beyond_its_file() throws Exception {
        HttpResponse<InputStream> answer = rig.http.send(rig.download(rig.output("[endless]")).build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        try (InputStream in = answer.body()) {
            assertThat(in.readNBytes(5 * SIZE)).hasSize(5 * SIZE);
        }
    }

    @Test
    void a_file_beyond_four_gigabytes_has_its_length_and_its_tail() throws Exception {
        long size = 5L << 30;
        rig.sandbox.faults(Option.VIDEO_BYTES, size);
        String url = rig.output("a cat");
        HttpResponse<byte[]> tail = rig.fetch(rig.download(url).header("Range", "bytes=" + (size - 1000) + "-"));
        assertThat(tail.headers().firstValue("Content-Range")).hasValue("bytes " + (size - 1000) + '-' + (size - 1) + '/' + size);
        assertThat(tail.body()).hasSize(1000);
    }

    @Test
    void outputs_can_lie_on_another_host() throws Exception {
        rig.sandbox.faults(Option.OUTPUT_HOST, "localhost");
        assertThat(rig.output("a cat")).startsWith("http://localhost:" + rig.sandbox.port() + "/outputs/");
    }
}
