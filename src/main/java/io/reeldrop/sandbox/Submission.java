package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Dialect;

/**
 * A submit that was found good.
 *
 * @param dialect    of the gateway that was called
 * @param model      such as {@code gen4_turbo}
 * @param promptText null when there was none
 * @param ratio      such as {@code 1280:720}
 * @param duration   seconds
 * @param picture    where {@link Pictures} keeps the submitted image; it stands for the image in names, too
 * @param estimate   credits
 */
record Submission(Dialect dialect, String model, String promptText, String ratio, int duration, Picture picture,
        long estimate) {
}
