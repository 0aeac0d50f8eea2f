package io.reeldrop.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket does not do what it is asked. Says why and what helps, in words for people who did not set the server up. */
public final class S3Fault extends IOException {

    private static final long serialVersionUID = 1L;
    /** S3's error codes that a person has to do something about. */
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("InvalidAccessKeyId", "the server does not know the access key: correct reeldrop.s3.access-key-id"),
            Map.entry("SignatureDoesNotMatch", "the secret access key is wrong: correct reeldrop.s3.secret-access-key, or its file"),
            Map.entry("ExpiredToken", "the session token has expired: renew it"),
            Map.entry("InvalidToken", "the session token is not valid: renew it"),
            Map.entry("NoSuchBucket", "there is no such bucket: create it, or correct its name"),
            Map.entry("AccessDenied", "the key has no right to do this: extend its policy (README, Buckets)"),
            Map.entry("AllAccessDisabled", "the server has disabled the key or the bucket: ask its administrator"),
            Map.entry("RequestTimeTooSkewed", "this machine's clock and the server's differ too much: set the clock, or have it set (NTP)"),
            Map.entry("AuthorizationHeaderMalformed", "the region is wrong: correct reeldrop.s3.region"),
            Map.entry("PermanentRedirect", "the bucket lies in another region: correct reeldrop.s3.region or .endpoint"),
            Map.entry("QuotaExceeded", "the bucket is full: make room, or raise its quota"));
    private static final Map<Integer, String> BY_STATUS = Map.of(
            301, "the bucket lies in another region: correct reeldrop.s3.region or .endpoint",
            403, "the key is wrong or has no right to do this: correct reeldrop.s3.access-key-id and its secret, or extend its policy",
            404, "there is no such bucket: create it, or correct its name");

    private final String code;

    private S3Fault(String message, String code, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** S3's own error code, such as {@code AccessDenied}; the HTTP status where the answer had no body; empty where none came. */
    public String code() {
        return code;
    }

    /** What became of a call that concerns the place as a whole. */
    public static IOException of(String place, SdkException fault) {
        return fault instanceof S3Exception answer ? of(place, "", answer) : new S3Fault(place + ": " + unreachable(fault), "", fault);
    }

    /** Makes of the SDK's unchecked exceptions what every place throws. */
    static <T> T guard(String place, String name, Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (S3Exception e) {
            throw of(place, name, e);
        } catch (SdkException | UncheckedIOException e) {
            throw new S3Fault(place + ": " + unreachable(e), "", e);
        }
    }

    private static IOException of(String place, String name, S3Exception e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null ? "" : e.awsErrorDetails().errorCode();
        if (code.equals("NoSuchKey") || e.statusCode() == 404 && !code.equals("NoSuchBucket") && !name.isEmpty()) {
            return new NoSuchFileException(place + "/" + name);
        }
        String said = code.isEmpty() ? "status " + e.statusCode() : code;
        String remedy = REMEDIES.getOrDefault(code, BY_STATUS.getOrDefault(e.statusCode(),
                "the server answered " + e.statusCode() + (code.isEmpty() ? "" : ": " + e.awsErrorDetails().errorMessage())));
        return new S3Fault(place + ": " + remedy + " (" + said + ")", said, e);
    }

    private static String unreachable(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean noKey = e instanceof SdkClientException && String.valueOf(e.getMessage()).contains("Unable to load credentials");
        return noKey ? "no access key was found: set reeldrop.s3.access-key-id and its secret, or one of AWS's own ways"
                : "the server cannot be reached: " + root.getClass().getSimpleName() + " " + root.getMessage();
    }
}
