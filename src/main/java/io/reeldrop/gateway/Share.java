package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/** Progress, which gateways give as {@code 0.3}, {@code "0.3"}, {@code 30} or {@code "30%"}. */
final class Share {

    private Share() {
    }

    /** From 0 to 1, or null. */
    static Double of(JsonNode node) {
        if (node.isNumber()) {
            return within(node.doubleValue());
        }
        String text = node.isTextual() ? node.textValue().strip() : "";
        if (!text.matches("\\d{1,3}(\\.\\d{1,9})?\\s?%?")) {
            return null;
        }
        boolean percent = text.endsWith("%");
        double number = Double.parseDouble(text.replaceAll("\\s?%", ""));
        return within(percent ? number / 100 : number);
    }

    private static Double within(double number) {
        double share = number > 1 ? number / 100 : number;
        return share >= 0 && share <= 1 ? share : null;
    }
}
