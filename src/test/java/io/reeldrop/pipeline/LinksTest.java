package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Links to videos that lie on the gateway's own host: they get the key, and where they redirect to does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinksTest {

    private Bench bench;
    private LinkHost host;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        bench = new Bench(home, Bench.QUICK);
        host = new LinkHost(bench.sandbox.uri());
        bench.environment.put("REELDROP_ACCOUNTS_RESELLER_API_KEY", LinkHost.KEY);
        bench.set("reeldrop.account", "reseller").set("reeldrop.accounts.reseller.gateway", "sandbox")
                .set("reeldrop.accounts.reseller.base-url", host.uri().toString())
                .set("reeldrop.deliver.tries", "2").set("reeldrop.deliver.retry-ms", "1").start();
    }

    @AfterEach
    void clear() throws IOException {
        bench.clear();
    }

    @AfterAll
    void stop() throws IOException {
        bench.close();
        host.close();
    }

    @Test
    void a_link_to_the_gateways_own_host_gets_the_key_and_its_redirect_to_another_host_does_not() throws IOException {
        delivered(link -> link);
        assertThat(bench.job("cat").state()).isEqualTo(State.DELIVERED);
        assertThat(bench.sandbox.report().downloads()).isEqualTo(1);
        assertThat(host.keys).containsExactly("Bearer " + LinkHost.KEY);
    }

    @Test
    void a_redirect_without_end_is_given_up_with_the_task_kept() throws IOException {
        delivered(link -> "?of=again");
        undelivered("redirects more than 5 times");
        assertThat(host.keys).as("two tries of one request and five redirects").hasSize(12);
    }

    @Test
    void a_redirect_that_holds_what_browsers_let_pass_is_followed() throws IOException {
        delivered(link -> link + (link.contains("?") ? "&" : "?") + "name=a|b{c} <d>^100%");
        // It is asked; and refuses a link to which something was added.
        undelivered("answered 403");
    }

    @Test
    void a_redirect_goes_to_web_addresses_only() throws IOException {
        delivered(link -> "file:///etc/passwd");
        undelivered("redirects to is not a web address");
    }

    @Test
    void a_redirect_to_nowhere_is_tried_again_and_given_up_with_the_task_kept() throws IOException {
        delivered(link -> "http://127.0.0.1:1/video.mp4");
        undelivered("gave no answer");
        assertThat(host.keys).hasSize(2);
    }

    @Test
    void a_redirect_to_a_port_that_cannot_be_is_given_up_with_the_task_kept() throws IOException {
        delivered(link -> "http://127.0.0.1:99999/video.mp4");
        undelivered("99999");
    }

    @Test
    void placeholders_in_a_link_are_a_part_of_its_name_and_nothing_else() throws IOException {
        delivered("{{env:PATH}}{{bean:store.close}}${env:PATH}", link -> link);
        assertThat(bench.job("cat").state()).isEqualTo(State.DELIVERED);
        assertThat(host.paths).singleElement().asString()
                .endsWith("/%7B%7Benv:PATH%7D%7D%7B%7Bbean:store.close%7D%7D$%7Benv:PATH%7D");
    }

    @Test
    void placeholders_in_a_redirect_are_a_part_of_its_name_and_nothing_else() throws IOException {
        delivered(link -> "./{{env:PATH}}{{bean:store.close}}?of=again");
        undelivered("redirects more than 5 times");
        assertThat(host.paths).filteredOn(path -> path.endsWith("/%7B%7Benv:PATH%7D%7D%7B%7Bbean:store.close%7D%7D")).hasSize(10);
    }

    private void delivered(UnaryOperator<String> redirect) throws IOException {
        delivered("video.mp4", redirect);
    }

    private void delivered(String name, UnaryOperator<String> redirect) throws IOException {
        host.links(name, redirect);
        bench.drop("cat", Bench.SIDECAR);
        bench.untilEnded(1);
    }

    private void undelivered(String reason) throws IOException {
        Job job = bench.job("cat");
        assertThat(job.state()).isEqualTo(State.UNDELIVERED);
        assertThat(job.taskId()).isNotNull();
        assertThat(bench.error("cat")).contains(reason);
    }
}
