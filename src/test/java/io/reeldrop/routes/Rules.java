package io.reeldrop.routes;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/**
 * Stand-ins for the rules of beans.camel.yaml, under their names. What a route calls is written down, in order, and does what the test
 * wants of it, or nothing. RuleNamesTest holds these names to those of the rules.
 */
public final class Rules {

    static final Map<String, Class<?>> STAND_INS = Map.ofEntries(
            Map.entry("jobs", Jobs.class), Map.entry("claims", Claims.class), Map.entry("steps", Steps.class),
            Map.entry("upkeep", Upkeep.class),
            Map.entry("nodes", Nodes.class), Map.entry("lease", Lease.class), Map.entry("duties", Duties.class),
            Map.entry("news", News.class), Map.entry("webhook", Webhook.class), Map.entry("intake", Intake.class),
            Map.entry("status", Status.class), Map.entry("admission", Admission.class), Map.entry("submission", Submission.class),
            Map.entry("polling", Polling.class), Map.entry("outputs", Outputs.class), Map.entry("spool", Spool.class),
            Map.entry("publisher", Publisher.class), Map.entry("fetch", Fetch.class), Map.entry("monitor", Monitor.class));

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Rule> rules = new ConcurrentHashMap<>();

    /** What a call does with the message that it came with; null where it came with none. */
    interface Rule {

        Object apply(Exchange exchange) throws Exception;
    }

    void bind(Registry registry) {
        STAND_INS.forEach((name, type) -> registry.bind(name, Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" -> proxy == arguments[0];
                    default -> call(name, method, arguments);
                })));
    }

    void forget() {
        calls.clear();
        rules.clear();
    }

    void on(String call, Rule rule) {
        rules.put(call, rule);
    }

    void says(String call, Object answer) {
        on(call, exchange -> answer);
    }

    void fails(String call, Exception fault) {
        on(call, exchange -> {
            throw fault;
        });
    }

    /** As the rules end a route that is not to go on. */
    void stopsAt(String call) {
        on(call, exchange -> {
            exchange.setRouteStop(true);
            return null;
        });
    }

    List<String> calls() {
        return calls;
    }

    /** What is written down without being a call. */
    void note(String line) {
        calls.add(line);
    }

    Object call(String call, Exchange exchange) throws Exception {
        note(call);
        Rule rule = rules.get(call);
        return rule == null ? null : rule.apply(exchange);
    }

    private Object call(String name, Method method, Object[] arguments) throws Exception {
        Exchange exchange = null;
        List<Object> others = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof Exchange message) {
                exchange = message;
            } else {
                others.add(argument);
            }
        }
        Object answer = call(name + "." + method.getName() + (others.isEmpty() ? "" : others), exchange);
        return method.getReturnType() == boolean.class ? Boolean.TRUE.equals(answer) : answer;
    }

    public interface Jobs {

        Object job(Exchange exchange);
    }

    public interface Claims {

        Object take(Exchange exchange);
    }

    public interface Steps {

        void taken(Exchange exchange);
    }

    public interface Upkeep {

        void expire(Exchange exchange);

        void explain(Exchange exchange);

        void prune(Exchange exchange);
    }

    public interface Nodes {

        void beat(Exchange exchange);
    }

    public interface Lease {

        void require(Exchange exchange);
    }

    public interface Duties {

        boolean mine(String duty);
    }

    public interface News {

        Object gather(Exchange exchange);

        void told(Exchange exchange);
    }

    public interface Webhook {

        boolean took(Exchange exchange);
    }

    public interface Intake {

        Object read(Exchange exchange);

        boolean known(Exchange exchange);

        void accept(Object found, Object drafts);

        void reject(Object found, Object problems);

        void later(Object found, Exception fault);
    }

    public interface Status {

        void write(Exchange exchange);
    }

    public interface Admission {

        Object check(Exchange exchange);
    }

    public interface Submission {

        boolean probing(Exchange exchange);

        void prepareProbe(Exchange exchange);

        void probed(Exchange exchange);

        void down(Exchange exchange);

        void prepare(Exchange exchange);

        void intend(Exchange exchange);

        void receipt(Exchange exchange);

        void answered(Exchange exchange);

        void notAnswered(Exchange exchange);

        void withdraw(Exchange exchange);

        void store(Exchange exchange);
    }

    public interface Polling {

        void prepare(Exchange exchange);

        void answered(Exchange exchange);

        void prepareCancel(Exchange exchange);

        void cancelled(Exchange exchange);
    }

    public interface Outputs {

        Object connections(Exchange exchange);

        void authorize(Exchange exchange);
    }

    public interface Spool {

        void tidy(Object jobs);
    }

    public interface Publisher {

        void take(Exchange exchange);

        void publish(Exchange exchange);

        void deadLetter(Exchange exchange);
    }

    public interface Fetch {

        void begin(Exchange exchange);

        void prepare(Exchange exchange);

        void redirected(Exchange exchange);

        void answered(Exchange exchange);

        void verify(Exchange exchange);
    }

    public interface Monitor {

        void read(Exchange exchange);
    }
}
