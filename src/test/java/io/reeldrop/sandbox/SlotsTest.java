package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of("slots", "2"));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void the_surplus_is_throttled_and_starts_in_order() throws Exception {
        String first = rig.submit("[render 300]");
        String second = rig.submit("[render 1000]");
        String third = rig.submit("third");
        String fourth = rig.submit("fourth");
        assertThat(rig.status(first)).isEqualTo("RUNNING");
        assertThat(rig.status(third)).isEqualTo("THROTTLED");
        rig.clock.pass(300);
        assertThat(rig.status(first)).isEqualTo("SUCCEEDED");
        assertThat(rig.status(third)).isEqualTo("RUNNING");
        assertThat(rig.status(fourth)).isEqualTo("THROTTLED");
        rig.clock.pass(700);
        assertThat(rig.status(second)).isEqualTo("SUCCEEDED");
        assertThat(rig.status(fourth)).isEqualTo("RUNNING");
        rig.clock.pass(1000);
        assertThat(rig.status(fourth)).isEqualTo("SUCCEEDED");
        assertThat(rig.sandbox.report().maxRunning()).isEqualTo(2);
        assertThat(rig.sandbox.report().maxOpen()).isEqualTo(4);
    }

    @Test
    void cancelling_a_running_task_lets_the_next_one_start_at_once() throws Exception {
        String first = rig.submit("first");
        rig.submit("second");
        String third = rig.submit("third");
        String fourth = rig.submit("fourth");
        rig.clock.pass(100);
        rig.delete(first);
        assertThat(rig.status(third)).isEqualTo("RUNNING");
        assertThat(rig.status(fourth)).isEqualTo("THROTTLED");
        rig.clock.pass(900);
        assertThat(rig.status(fourth)).isEqualTo("RUNNING");
    }

    @Test
    void more_slots_start_waiting_tasks_and_fewer_let_running_ones_finish() throws Exception {
        for (int i = 0; i < 6; i++) {
            rig.submit("cat " + i);
        }
        rig.sandbox.faults(Option.SLOTS, 4);
        assertThat(rig.sandbox.report().running()).isEqualTo(4);
        rig.sandbox.faults(Option.SLOTS, 1);
        assertThat(rig.sandbox.report().running()).isEqualTo(4);
        rig.clock.pass(1000);
        assertThat(rig.sandbox.report().running()).isEqualTo(1);
        assertThat(rig.sandbox.report().throttled()).isEqualTo(1);
    }
}
