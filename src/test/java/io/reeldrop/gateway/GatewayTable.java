package io.reeldrop.gateway;

import io.reeldrop.gateway.Documents.Received;
import io.reeldrop.gateway.Documents.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What was sent to and parsed for each gateway, as tables for people. */
final class GatewayTable {

    private static final List<String> SHAPES = List.of("bare", "wrapped", "Kling-like", "Luma-like");
    private static final List<String> ERRORS = List.of("error A", "error B", "error C", "HTML", "redirect");

    private final List<Sent> requests;
    private final List<Received> replies;
    private final List<String> sources = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    GatewayTable(List<Sent> requests, List<Received> replies) {
        this.requests = requests;
        this.replies = replies;
        text.append("# What each gateway was sent, and what it was understood to say\n\n");
        text.append("**Bold**: shown by a document of that gateway. Plain: shown by another's, and understood there as well.\n");
        text.append("Numbers lead to the sources below.\n");
        shapes("Answers to a submit", SHAPES, Received::submit);
        shapes("Answers for a task", SHAPES, reply -> !reply.submit());
        shapes("Refusals and answers that are none", ERRORS, reply -> true);
        shapes("Status words, failure codes, and where a reason may stand", List.of("status", "failureCode", "reason"), reply -> true);
        models();
        text.append("\n## Sources\n\n");
        for (int i = 0; i < sources.size(); i++) {
            text.append(i + 1).append(". ").append(sources.get(i)).append('\n');
        }
    }

    String markdown() {
        return text.toString();
    }

    /** Cells without anything behind them. */
    List<String> empty() {
        return empty;
    }

    private void shapes(String title, List<String> shapes, Predicate<Received> kind) {
        head(title, shapes);
        for (String gateway : Gateways.SHIPPED.names()) {
            text.append("| ").append(gateway);
            Profile profile = Gateways.SHIPPED.find(gateway).orElseThrow();
            for (String shape : shapes) {
                cell(gateway + ", " + title + ", " + shape, replies.stream().filter(kind).filter(reply -> reply.shape().equals(shape))
                        .filter(reply -> reply.heard(profile).equals(reply.expected(profile)))
                        .map(reply -> named(reply.name(), reply.of().contains(gateway), reply.source())).toList());
            }
            text.append(" |\n");
        }
    }

    private void models() {
        List<String> models = Gateways.SHIPPED.names().stream().flatMap(name -> Gateways.SHIPPED.find(name).orElseThrow().models().keySet()
                .stream()).distinct().sorted().toList();
        head("Requests, by model", models);
        for (String gateway : Gateways.SHIPPED.names()) {
            text.append("| ").append(gateway);
            for (String model : models) {
                if (Gateways.SHIPPED.find(gateway).orElseThrow().models().containsKey(model)) {
                    cell(gateway + ", model " + model, requests.stream().filter(request -> request.gateway().equals(gateway))
                            .filter(request -> request.body().path("model").asText().equals(model))
                            .map(request -> named(request.name(), true, request.source())).toList());
                } else {
                    text.append(" | not offered");
                }
            }
            text.append(" |\n");
        }
    }

    private void head(String title, List<String> columns) {
        text.append("\n## ").append(title).append("\n\n| gateway | ").append(String.join(" | ", columns)).append(" |\n|---");
        text.append("|---".repeat(columns.size())).append("|\n");
    }

    private void cell(String where, List<String> fixtures) {
        if (fixtures.isEmpty()) {
            empty.add(where);
        }
        text.append(" | ").append(fixtures.stream().collect(Collectors.joining(", ")));
    }

    private String named(String name, boolean own, String source) {
        if (!sources.contains(source)) {
            sources.add(source);
        }
        return (own ? "**`" + name + "`**" : "`" + name + "`") + " [" + (sources.indexOf(source) + 1) + "]";
    }
}
