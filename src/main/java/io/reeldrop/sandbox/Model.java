package io.reeldrop.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The models on offer and what they take, after the official schema of version 2024-11-06. */
enum Model {
    GEN4_TURBO("gen4_turbo", 5, Set.of("promptImage", "ratio", "model")),
    GEN4_5("gen4.5", 12, Set.of("promptText", "promptImage", "ratio", "duration", "model"));

    static final List<String> RATIOS = List.of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672");
    static final int SHORTEST = 2;
    static final int LONGEST = 10;

    final String label;
    final int creditsPerSecond;
    final Set<String> required;

    Model(String label, int creditsPerSecond, Set<String> required) {
        this.label = label;
        this.creditsPerSecond = creditsPerSecond;
        this.required = required;
    }

    static Optional<Model> named(String label) {
        return Arrays.stream(values()).filter(m -> m.label.equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(m -> m.label).toList();
    }
}
