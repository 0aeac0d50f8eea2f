package io.reeldrop.console.demo;

import io.reeldrop.sandbox.S3Main;
import io.reeldrop.storage.S3;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A prefix in a bucket, on a stand-in S3 server in a process of its own. Its objects lie in the demo's home. */
final class DemoBucket implements DemoPlace {

    static final String BUCKET = "reeldrop-demo";
    private static final String ROOT = "s3://" + BUCKET + "/press";
    private static final String SIGN = "s3 listening on ";

    private final Process process;
    private final String endpoint;

    private DemoBucket(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts the server and makes the bucket. */
    static DemoBucket start(Path home) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", System.getProperty("java.class.path"),
                S3Main.class.getName(), data(home).toString(), "0", Long.toString(ProcessHandle.current().pid()))
                .redirectError(home.resolve("s3.log").toFile()).start();
        BufferedReader said = process.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(SIGN)) {
                DemoBucket bucket = new DemoBucket(process, line.substring(SIGN.length()));
                try (S3 s3 = new S3(bucket.endpoint, "us-east-1", true, S3Main.ACCESS_KEY, S3Main.SECRET, "")) {
                    s3.client().createBucket(create -> create.bucket(BUCKET));
                }
                return bucket;
            }
        }
        throw new IOException("the S3 server ended at once; see " + home.resolve("s3.log"));
    }

    private static Path data(Path home) {
        return home.resolve("s3");
    }

    String endpoint() {
        return endpoint;
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public String watch() {
        return "demo-s3.camel.yaml";
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("reeldrop.s3.endpoint", endpoint);
        settings.put("reeldrop.s3.path-style", "true");
        settings.put("reeldrop.s3.access-key-id", S3Main.ACCESS_KEY);
        settings.put("reeldrop.s3.secret-access-key", S3Main.SECRET);
        return settings;
    }

    @Override
    public Path kept(Path home) {
        return data(home).resolve(BUCKET).resolve("press");
    }

    @Override
    public List<String> found(String command, Path home) {
        return List.of(ROOT + "/   out/ videos, done/ their drops, dead-letter/, and _status.txt for those who drop",
                kept(home) + "/   the same objects, each a file, now that the S3 server has ended;",
                "    to ask for them with any S3 tool, start it again: " + command + " sandbox --s3 " + data(home) + " --port "
                        + URI.create(endpoint).getPort());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
