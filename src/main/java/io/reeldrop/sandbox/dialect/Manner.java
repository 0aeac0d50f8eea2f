package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * One way in which a gateway may speak of a task from its first answer to its last. A gateway whose documents show several shapes has
 * several manners; each task keeps to one.
 *
 * @param name      to ask for it by
 * @param id        what its task ids look like
 * @param submitted the answer to the call that bought it
 * @param shown     the answer to the call that asks for it
 * @param bill      what it says of the price
 * @param ownHost   whether the video lies on the gateway's own host, which demands the key for it
 */
public record Manner(String name, Id id, Function<Standing, ObjectNode> submitted, Function<Standing, ObjectNode> shown, Bill bill,
        boolean ownHost) {

    Manner(String name, Id id, Function<Standing, ObjectNode> submitted, Function<Standing, ObjectNode> shown, Bill bill) {
        this(name, id, submitted, shown, bill, false);
    }

    Manner onOwnHost(String otherName) {
        return new Manner(otherName, id, submitted, shown, bill, true);
    }

    /** What is said of the price of a task that has ended. */
    public enum Bill {
        /** Nothing. */
        UNSAID,
        /** What it costs in the end. */
        CHARGED,
        /** What it was to cost, also where that was paid back. */
        ASKED
    }

    /** The form of task ids: no two relays agree on one. */
    public enum Id {
        UUID {
            @Override
            public String next() {
                return java.util.UUID.randomUUID().toString();
            }
        },
        /** {@code task_} and 32 letters and digits. */
        TASK {
            @Override
            public String next() {
                return "task_" + UUID.next().replace("-", "");
            }
        },
        /** {@code runway_task_} and 12 letters and digits. */
        RUNWAY_TASK {
            @Override
            public String next() {
                return "runway_task_" + UUID.next().substring(24);
            }
        },
        /** 22 letters and digits, as Kling's. */
        SHORT {
            @Override
            public String next() {
                return UUID.next().replace("-", "").substring(0, 22);
            }
        };

        public abstract String next();
    }
}
