package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class UpkeepRouteTest extends RouteTest {

    UpkeepRouteTest() {
        super("file:routes/pipeline/upkeep.camel.yaml");
    }

    @Test
    void who_has_the_duty_puts_posts_in_doubt_and_then_writes_down_why_jobs_wait() {
        rules.says("duties.mine[upkeep]", true);
        send("direct:upkeep", null);
        called("duties.mine[upkeep]", "upkeep.expire", "upkeep.explain");
    }

    @Test
    void who_has_not_does_neither() {
        send("direct:upkeep", null);
        called("duties.mine[upkeep]");
    }

    @Test
    void who_has_the_duty_forgets_old_jobs_and_tidies_up_its_spool() {
        rules.says("duties.mine[prune]", true);
        send("direct:prune", null);
        called("duties.mine[prune]", "upkeep.prune", "spool.tidy[jobs]");
    }

    @Test
    void the_spool_is_each_nodes_own_to_tidy_up() {
        send("direct:prune", null);
        called("duties.mine[prune]", "spool.tidy[jobs]");
    }

    @Test
    void jobs_that_could_not_be_forgotten_are_logged() {
        rules.says("duties.mine[prune]", true);
        rules.fails("upkeep.prune", new IllegalStateException("odd"));
        send("direct:prune", null);
        called("duties.mine[prune]", "upkeep.prune", "ERROR io.reeldrop.error: prune: null: java.lang.IllegalStateException: odd");
    }
}
