package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that differs in everything from those shipped becomes one more by a file in {@code config/gateways/}, and by nothing else. */
class SeventhGatewayTest {

    private static final String PROFILE = """
            # An odd gateway. Source: this test.
            title: The odd one
            baseUrl: BASE
            auth: {header: X-Token, required: true}
            headers: {X-Kitchen: open}
            submit:
              method: POST
              path: /kitchen/orders
              noTask: [400, 401, 404]
              noTaskCodes: []
            task:
              method: GET
              path: /kitchen/orders/{id}
              notFound: {graceMs: 0, statuses: [404], codes: []}
            pollIntervalMs: 200
            cost: {unit: EUR, unitPrice: "1", currency: EUR}
            allowPrivateAddresses: true
            image:
              types: {png: image/png}
              maxDataUriChars: 1000000
              minSideRatio: "0.5"
              maxSideRatio: "2"
              maxSide: 4000
            promptImage: []
            watermark: never
            defaultModel: cinema-1
            aliases: {}
            models:
              cinema-1:
                required: [promptImage]
                ratios: ["1280:720"]
                defaultRatio: "1280:720"
                duration: {values: [4], default: 4}
                promptText: {maxUtf16: 50}
                frames: []
                fields: {}
                price: {perCall: "0.30"}
            reply:
              taskId: [/order/number]
              status: [/order/stage]
              statuses: {QUEUED: [in line], RUNNING: [cooking], SUCCEEDED: [served]}
              output: [/order/dish]
              charged: [/order/paid]
            """;

    @Test
    void buys_from_a_gateway_that_one_file_describes(@TempDir Path home) throws IOException {
        try (Bench bench = new Bench(home, Bench.QUICK); OddGateway odd = new OddGateway(bench.sandbox.uri())) {
            Files.writeString(home.resolve("config/gateways/odd.yaml"), PROFILE.replace("BASE", odd.uri().toString()));
            bench.environment.put("REELDROP_ACCOUNTS_ODD_API_KEY", "key-of-the-odd-one");
            bench.set("reeldrop.account", "odd").start();
            bench.drop("cat", "{\"promptText\": \"waves\"}");
            bench.untilEnded(1);
            Job job = bench.job("cat");
            assertThat(job.state()).as(job.toString()).isEqualTo(State.DELIVERED);
            assertThat(bench.root.resolve("out/cat.mp4")).isNotEmptyFile();
            assertThat(Files.readString(bench.root.resolve("out/cat.result.json"))).contains("cinema-1").contains("0.25");
            assertThat(odd.keys).isNotEmpty().containsOnly("key-of-the-odd-one");
            bench.drop("dog", "{\"promptText\": \"waves\", \"duration\": 5}");
            bench.untilEnded(2);
            assertThat(bench.error("dog")).contains("5 s is not offered by cinema-1 at odd");
        }
    }

    @Test
    void buys_nothing_without_a_price_where_a_cap_on_cost_is_to_hold(@TempDir Path home) throws IOException {
        try (Bench bench = new Bench(home, Bench.QUICK); OddGateway odd = new OddGateway(bench.sandbox.uri())) {
            Files.writeString(home.resolve("config/gateways/odd.yaml"),
                    PROFILE.replace("BASE", odd.uri().toString()).replaceAll(" *price: .*\n", ""));
            bench.environment.put("REELDROP_ACCOUNTS_ODD_API_KEY", "key-of-the-odd-one");
            bench.environment.put("REELDROP_ACCOUNTS_FREE_API_KEY", "key-of-the-odd-one");
            bench.set("reeldrop.account", "odd").set("reeldrop.accounts.odd.max-cost-per-day", "5")
                    .set("reeldrop.accounts.free.gateway", "odd");
            bench.watch("capped", "free", "maxCostPerDay", "5").watch("open", "free").start();
            bench.drop("cat", "{\"promptText\": \"waves\"}");
            Bench.drop(home.resolve("capped"), "dog", "{\"promptText\": \"waves\"}");
            Bench.drop(home.resolve("open"), "emu", "{\"promptText\": \"waves\"}");
            bench.untilEnded(3);
            assertThat(bench.error("cat")).contains("is not known, so that account odd's cap on cost a day could not hold");
            assertThat(bench.job("dog").problems().get(0))
                    .hasToString("dog.json, model: its price is not known, and this watch may not spend without limit."
                            + " Choose a model with a price;"
                            + " or whoever runs Reeldrop gives the gateway's profile one, or the watch a maxTasksPerDay.");
            assertThat(bench.job("emu").state()).isEqualTo(State.DELIVERED);
        }
    }
}
