package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.image.Fitting;
import io.reeldrop.image.Fitting.Fitted;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * From a drop's fields to the request that buys a task. A drop's image fills {@code promptImage} where that is absent, and the one frame
 * without a {@code uri} where it is an array of frames.
 */
public final class Requests {

    private Requests() {
    }

    /** A copy with all that must be sent: the model by its real name, {@code duration}, defaults, and a seed where one is demanded. */
    public static ObjectNode complete(Profile profile, ObjectNode merged, RandomGenerator random) {
        return Completion.of(profile, merged, random);
    }

    /**
     * Every fault that can be known before paying, also in fields that {@link #complete} would fill.
     *
     * @param image the drop's image, or null where the request names one by URL
     * @param file  the name under which the drop's owner knows the fields, such as {@code cat.json}
     */
    public static List<Problem> check(Profile profile, ObjectNode merged, Image image, String file) {
        return new RequestCheck(profile, Completion.of(profile, merged, () -> 0L), image, file).run();
    }

    /** What the task is going to cost at most, in millionths of the profile's unit; empty where the profile states no price. */
    public static OptionalLong estimateMicros(Profile profile, ObjectNode request) {
        return Pricing.estimateMicros(profile, Completion.of(profile, request, () -> 0L));
    }

    /**
     * The image as it would be sent, made fit for the gateway where it is not; empty where it is sent as it is.
     *
     * @param imageFile its bytes
     * @throws io.reeldrop.image.Unfit if that is not possible, or they are not the bytes that {@code image} speaks of
     * @throws IOException if they cannot be read
     */
    public static Optional<Fitted> fitted(Profile profile, Image image, InputStream imageFile) throws IOException {
        return fits(profile, image) ? Optional.empty() : Optional.of(Fitting.fit(imageFile, image, new ImageCheck(profile).limits()));
    }

    /** Whether the image can be sent as it is. */
    static boolean fits(Profile profile, Image image) {
        return new ImageCheck(profile).fits(image);
    }

    /**
     * The JSON to send, in UTF-8, exactly as long as the array.
     *
     * @param image     the drop's image, or null
     * @param imageFile its bytes; null without image
     * @throws OtherImage  if they are not the bytes that {@code image} speaks of
     * @throws IOException if they cannot be read
     */
    public static byte[] body(Profile profile, ObjectNode request, Image image, InputStream imageFile) throws IOException {
        return new RequestBody(profile, request, image).bytes(imageFile);
    }

    /** The same JSON for people: indented, the image replaced by its length. */
    public static String preview(Profile profile, ObjectNode request, Image image) {
        return new RequestBody(profile, request, image).preview();
    }

    /** The headers of every call to the account's own host, the key among them: for no other host, and for no log. */
    public static Map<String, String> headers(Account account) {
        Map<String, String> headers = plainHeaders(account);
        account.requireKey();
        if (account.key().present()) {
            headers.put(account.profile().auth().header(), account.key().header(account.profile().auth().scheme()));
        }
        return headers;
    }

    /** The same headers for people: {@code ***} for the key, also where the account has none yet. */
    public static Map<String, String> shownHeaders(Account account) {
        Map<String, String> headers = plainHeaders(account);
        if (account.key().present() || account.profile().auth().required()) {
            headers.put(account.profile().auth().header(), ApiKey.of("***").header(account.profile().auth().scheme()));
        }
        return headers;
    }

    /** The image is not the one that was accepted. */
    public static final class OtherImage extends IOException {

        private static final long serialVersionUID = 1L;

        OtherImage() {
            super("The image is not the one that was checked");
        }
    }

    private static Map<String, String> plainHeaders(Account account) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.putAll(account.profile().headers());
        return headers;
    }
}
