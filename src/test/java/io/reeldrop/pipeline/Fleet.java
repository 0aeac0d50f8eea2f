package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Nodes: processes that were started by the same command and share a store, each of which may be killed and started again. */
final class Fleet implements AutoCloseable {

    private static final int TERMINATED = 128 + 15;

    private final List<Site> sites;
    private final Child[] nodes;
    private final List<Child> gone = new ArrayList<>();

    /** @param sites one for each node; may be the same again and again */
    Fleet(List<Site> sites) {
        this.sites = sites;
        this.nodes = new Child[sites.size()];
    }

    int size() {
        return nodes.length;
    }

    /** All at once, as after a power cut. */
    Fleet start() throws IOException {
        for (int i = 0; i < nodes.length; i++) {
            start(i);
        }
        return this;
    }

    void start(int node) throws IOException {
        nodes[node] = sites.get(node).run();
    }

    /** Until each of them says that it runs. */
    Fleet await() {
        for (int i = 0; i < nodes.length; i++) {
            await(i);
        }
        return this;
    }

    void await(int node) {
        nodes[node].await("reeldrop is running.*");
    }

    /** SIGTERM; started again, from what its site is now. Returns when it runs. */
    void restart(int node) throws IOException {
        end(node);
        start(node);
        await(node);
    }

    /** Lets a node live for that long; an end of its own is a failure. */
    void live(int node, long ms) {
        nodes[node].live(ms);
    }

    /** SIGKILL. */
    void kill(int node) {
        nodes[node].kill();
        gone.add(nodes[node]);
    }

    /** SIGTERM; it has ended, by that signal, when this returns. */
    void end(int node) {
        assertThat(nodes[node].end()).describedAs("%s", nodes[node]).isEqualTo(TERMINATED);
        gone.add(nodes[node]);
    }

    void end() {
        for (int i = 0; i < nodes.length; i++) {
            end(i);
        }
    }

    /** How many lines of all that ever ran hold the expression. */
    long count(String regex) {
        Predicate<String> holds = Pattern.compile(regex).asPredicate();
        return lines().stream().filter(holds).count();
    }

    /** None of all that ever ran told of an error that was not to be expected. */
    void toldNoErrorBut(String regex) {
        Predicate<String> expected = Pattern.compile(regex).asPredicate();
        assertThat(lines()).filteredOn(line -> line.contains(" ERROR ") && !expected.test(line)).isEmpty();
    }

    private List<String> lines() {
        List<Child> all = new ArrayList<>(gone);
        Stream.of(nodes).filter(node -> node != null && !gone.contains(node)).forEach(all::add);
        return all.stream().flatMap(node -> node.lines().stream()).toList();
    }

    /** What they told is left in {@code target/nodes}, one file a process. */
    @Override
    public void close() throws IOException {
        for (Child node : nodes) {
            if (node != null && !gone.contains(node)) {
                node.close();
                gone.add(node);
            }
        }
        Path folder = Files.createDirectories(Path.of("target/nodes"));
        for (Child node : gone) {
            Files.write(folder.resolve(node.pid() + ".log"), node.lines());
        }
    }
}
