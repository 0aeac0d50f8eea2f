package io.reeldrop.gateway;

/** What may be a task id. Gateways differ in form (UUIDs, {@code task_…}), so only what could not stand in a path is ruled out. */
public final class TaskId {

    private TaskId() {
    }

    /** Whether the text is 1 to 256 printable ASCII characters without a space, and no path step such as {@code ..}. */
    public static boolean usable(String text) {
        return text != null && text.matches("[\\x21-\\x7e]{1,256}") && !text.matches("\\.{1,2}") && !Words.isUrl(text);
    }
}
