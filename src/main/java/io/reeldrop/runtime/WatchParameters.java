package io.reeldrop.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profile;
import io.reeldrop.job.Nearest;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One watch's parameters, held against what their Kamelet defines: which there are, their types and ranges, and what they refer to. */
final class WatchParameters {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:]+)(?::([^{}]*))?}}");

    /** By {@code format} of the Kamelet's definition. */
    private static final Map<String, Kind> FORMATS = Map.of(
            "amount", Kind.AMOUNT, "tasks", Kind.whole(1, 999_999), "place", Kind.PLACE, "url", Kind.URL,
            "folder", new Kind("is no folder", "a folder, relative to the home folder or absolute", true,
                    v -> Kind.PATH.ok().test(v) && !v.startsWith("s3:")),
            "bucket", new Kind("is no name of a bucket", "letters, digits, - . and _", true, v -> v.matches("[A-Za-z0-9._-]{3,255}")),
            "prefix", new Kind("is no prefix", "a text without slashes at its ends", true, v -> !v.startsWith("/") && !v.endsWith("/")));

    private final JsonNode definition;
    private final Settings settings;
    private final Accounts accounts;

    WatchParameters(JsonNode definition, Settings settings, Accounts accounts) {
        this.definition = definition;
        this.settings = settings;
        this.accounts = accounts;
    }

    /** @param where file and line of the parameter of that name */
    void check(Map<String, String> parameters, UnaryOperator<String> where, List<Problem> problems) {
        Set<String> known = new TreeSet<>();
        definition.path("properties").fieldNames().forEachRemaining(known::add);
        for (JsonNode required : definition.path("required")) {
            if (parameters.getOrDefault(required.asText(), "").isBlank()) {
                problems.add(new Problem(where.apply(required.asText()), required.asText(), "is missing", null, "Set it"));
            }
        }
        parameters.forEach((name, value) -> {
            if (!known.contains(name)) {
                problems.add(new Problem(where.apply(name), name, "there is no such parameter", String.join(", ", known),
                        Nearest.to(name, known).map(near -> "Did you mean " + near).orElse("Remove it")));
            } else if (!value.isBlank()) {
                resolved(value).flatMap(meant -> fault(name, meant, parameters)).ifPresent(fault ->
                        problems.add(new Problem(where.apply(name), name, fault.message(), fault.limit(), fault.remedy())));
            }
        });
    }

    private Optional<Problem> fault(String name, String value, Map<String, String> parameters) {
        JsonNode property = definition.path("properties").path(name);
        if (property.path("type").asText().equals("integer")) {
            return fault(value, Kind.whole(property.path("minimum").asLong(), property.path("maximum").asLong()));
        }
        String format = property.path("format").asText();
        return switch (format) {
            case "account", "accounts" -> words(value).map(this::account).flatMap(Optional::stream).findFirst();
            case "models" -> words(value).map(model -> model(model, parameters)).flatMap(Optional::stream).findFirst();
            default -> FORMATS.containsKey(format) ? fault(value.strip(), FORMATS.get(format)) : Optional.empty();
        };
    }

    private static Optional<Problem> fault(String value, Kind kind) {
        return kind.ok().test(value) ? Optional.empty()
                : Optional.of(new Problem("", null, "'" + value + "' " + kind.message(), kind.allowed(), "Correct the value"));
    }

    private Optional<Problem> account(String name) {
        try {
            if (accounts != null) {
                accounts.get(name);
            }
            return Optional.empty();
        } catch (Rejected e) {
            Problem unknown = e.problems().get(0);
            return Optional.of(new Problem("", null, "'" + name + "' " + unknown.message(), unknown.limit(), unknown.remedy()));
        }
    }

    private Optional<Problem> model(String model, Map<String, String> parameters) {
        Set<String> offered = new TreeSet<>();
        if (accounts == null) {
            return Optional.empty();
        }
        Stream.of("account", "accounts").map(parameter -> resolved(parameters.getOrDefault(parameter, "")))
                .flatMap(Optional::stream).flatMap(WatchParameters::words).filter(name -> account(name).isEmpty())
                .map(name -> accounts.get(name).profile()).forEach(profile -> offered.addAll(models(profile)));
        return offered.isEmpty() || offered.contains(model) ? Optional.empty()
                : Optional.of(new Problem("", null, "'" + model + "' is offered by none of the watch's accounts",
                        String.join(", ", offered),
                        Nearest.to(model, offered).map(near -> "Did you mean " + near).orElse("Use one of these")));
    }

    private static Set<String> models(Profile profile) {
        Set<String> names = new TreeSet<>(profile.models().keySet());
        names.addAll(profile.aliases().keySet());
        return names;
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    /** The value with its placeholders filled in; empty where one is none of the settings': only the runtime knows it. */
    private Optional<String> resolved(String value) {
        StringBuilder resolved = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(value);
        while (placeholder.find()) {
            String set = settings == null ? placeholder.group(2)
                    : settings.all().getOrDefault(placeholder.group(1), placeholder.group(2));
            if (set == null) {
                return Optional.empty();
            }
            placeholder.appendReplacement(resolved, Matcher.quoteReplacement(set));
        }
        return Optional.of(placeholder.appendTail(resolved).toString());
    }
}
