package io.reeldrop.console.store;

import io.reeldrop.console.store.Table.Column;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Json;
import io.reeldrop.job.Nodes;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "nodes", mixinStandardHelpOptions = true, sortOptions = false, header = "Lists the processes that run jobs on the store.",
        description = "HOLDS counts the jobs that a node has in hand, SPOOLED the videos that lie with it until they are published."
                + " One that was not heard of for a minute is gone: the others go on with what it held."
                + " One that was stopped is listed while videos lie with it.")
public final class NodesCommand extends StoreCommand {

    @Option(names = "--json", description = "One JSON array; times are UTC epoch milliseconds.")
    boolean json;

    @Override
    int on(Desk desk) {
        List<Map<String, Object>> nodes = new Nodes(desk.store(), desk.node()).all();
        if (json) {
            desk.terminal().out().print(Json.pretty(nodes));
            return 0;
        }
        if (nodes.isEmpty()) {
            desk.terminal().say("No node runs. Start one: reeldrop run");
            return 0;
        }
        Table table = new Table(Column.text("NODE"), Column.text("VERSION"), Column.number("UP"),
                new Column("SEEN", true, false, seen -> seen.startsWith("gone") ? Colour.RED : null),
                Column.number("HOLDS"), Column.number("SPOOLED"));
        long now = desk.node().now();
        for (Map<String, Object> node : nodes) {
            long silent = now - number(node, "seen_at");
            table.row(node.get("name").toString(), String.valueOf(node.get("version")), Words.age(now - number(node, "started_at")),
                    (silent > Nodes.GONE_MS ? "gone since " : "") + Words.age(silent) + (silent > Nodes.GONE_MS ? "" : " ago"),
                    node.get("holds").toString(), node.get("spooled").toString());
        }
        table.print(desk.terminal());
        return 0;
    }

    private static long number(Map<String, Object> node, String column) {
        return ((Number) node.get(column)).longValue();
    }
}
