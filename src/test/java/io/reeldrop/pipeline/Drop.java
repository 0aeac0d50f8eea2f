package io.reeldrop.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A drop to be made: no two have the same image or the same prompt, so that a task can be told from every other. */
record Drop(String name, String prompt, byte[] image, byte[] sidecar) {

    /**
     * @param scratch   a folder to draw in
     * @param directive stands behind every fifth prompt
     */
    static List<Drop> make(int number, Path scratch, String directive) throws IOException {
        List<Drop> drops = new ArrayList<>();
        Path picture = scratch.resolve("picture.png");
        for (int i = 0; i < number; i++) {
            Bench.image(picture, i * 7919);
            String prompt = "waves on picture " + i + (i % 5 == 0 ? directive : "");
            String sidecar = "{\"promptText\": \"" + prompt + "\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}";
            drops.add(new Drop((i % 4 == 0 ? "sub/" : "") + "drop-" + i, prompt, Files.readAllBytes(picture),
                    sidecar.getBytes(StandardCharsets.UTF_8)));
        }
        Files.delete(picture);
        return drops;
    }

    /** Each file whole at once; what a half-copied drop does is another test's matter. */
    void into(Path folder, boolean imageFirst) throws IOException {
        for (String suffix : imageFirst ? List.of(".png", ".json") : List.of(".json", ".png")) {
            Path target = folder.resolve(name + suffix);
            Files.createDirectories(target.getParent());
            Path part = target.resolveSibling("." + target.getFileName() + ".part");
            Files.write(part, suffix.equals(".png") ? image : sidecar);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The files of all of them that end so. */
    static List<String> names(List<Drop> drops, String... suffixes) {
        return drops.stream().flatMap(drop -> Arrays.stream(suffixes).map(suffix -> drop.name() + suffix)).toList();
    }

    /** Lower-case hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
