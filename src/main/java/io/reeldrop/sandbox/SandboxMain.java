package io.reeldrop.sandbox;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs the sandbox as a process of its own: {@code [--port N] [--set name=value]… [--help]}. Prints its address, and its report as JSON
 * when it is told to end. Exit code 64 for arguments it does not understand.
 */
public final class SandboxMain {

    private static final int USAGE = 64;

    private SandboxMain() {
    }

    public static void main(String[] args) throws IOException {
        SandboxOptions options;
        try {
            Map<String, String> set = set(args);
            if (set == null) {
                help();
                return;
            }
            options = SandboxOptions.parse(set);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        Sandbox sandbox = Sandbox.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(sandbox)));
        System.out.println("sandbox listening on " + sandbox.uri());
    }

    private static Map<String, String> set(String[] args) {
        Map<String, String> set = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (args[i].equals("--help")) {
                return null;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> set.put(Option.PORT.label(), value);
                case "--set" -> {
                    int equals = value.indexOf('=');
                    if (equals < 1) {
                        throw new IllegalArgumentException("--set needs name=value, not '" + value + "'");
                    }
                    set.put(value.substring(0, equals), value.substring(equals + 1));
                }
                default -> throw new IllegalArgumentException("unknown argument '" + args[i] + "'; known: --port, --set, --help");
            }
        }
        return set;
    }

    private static void help() {
        System.out.println("sandbox [--port N] [--set name=value]...");
        for (Option option : Option.values()) {
            System.out.printf("  %-18s %s (default: %s)%n", option.label(), option.meaning(), option.standard());
        }
    }

    private static void end(Sandbox sandbox) {
        System.out.println(sandbox.report());
        System.out.flush();
        try {
            sandbox.close();
        } catch (IOException e) {
            System.err.println("the temporary folder is still there: " + e.getMessage());
        }
    }
}
