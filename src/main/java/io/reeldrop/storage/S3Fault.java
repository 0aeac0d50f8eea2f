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

    /** What the fault lies with. */
    public enum Scope {
        /** The server, the key or the clock: no bucket can be used. */
        SERVER,
        /** The bucket as a whole. */
        BUCKET,
        /** What was asked, there. */
        CALL
    }

    private record Meaning(Scope scope, String what, String remedy) { }

    private static final Meaning DENIED = new Meaning(Scope.CALL, "the key has no right to do this",
            "Extend its policy (src/docs/buckets.md); reeldrop check tells by which action");
    private static final Meaning NO_BUCKET = new Meaning(Scope.BUCKET, "there is no such bucket",
            "Create it, or correct its name in the watch file");
    private static final Meaning ELSEWHERE = new Meaning(Scope.BUCKET, "the bucket lies in another region",
            "Correct reeldrop.s3.region (or reeldrop.s3.endpoint, if it names a region)");
    private static final Meaning TOKEN = new Meaning(Scope.SERVER, "the session token has expired or is not valid", "Renew it");
    /** S3's error codes that a person has to do something about. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("InvalidAccessKeyId", new Meaning(Scope.SERVER, "the server does not know the access key",
                    "Correct reeldrop.s3.access-key-id; check that reeldrop.s3.endpoint is the server that issued it")),
            Map.entry("SignatureDoesNotMatch", new Meaning(Scope.SERVER, "the secret does not belong to the access key",
                    "Correct reeldrop.s3.secret-access-key, or the file that holds it")),
            Map.entry("ExpiredToken", TOKEN), Map.entry("InvalidToken", TOKEN),
            Map.entry("NoSuchBucket", NO_BUCKET),
            Map.entry("AccessDenied", DENIED),
            Map.entry("AllAccessDisabled",
                    new Meaning(Scope.BUCKET, "the server has disabled the key or the bucket", "Ask its administrator")),
            Map.entry("RequestTimeTooSkewed", new Meaning(Scope.SERVER, "this machine's clock and the server's differ by too much",
                    "Have both set by NTP (timedatectl set-ntp true)")),
            Map.entry("AuthorizationHeaderMalformed", ELSEWHERE), Map.entry("PermanentRedirect", ELSEWHERE),
            Map.entry("QuotaExceeded", new Meaning(Scope.BUCKET, "the bucket is full", "Make room, or raise its quota")));
    private static final Map<Integer, Meaning> BY_STATUS = Map.of(301, ELSEWHERE, 404, NO_BUCKET,
            403, new Meaning(Scope.CALL, "the key is wrong or has no right to do this", "Run reeldrop check, which tells which"));

    private final Scope scope;
    private final String code;
    private final String what;
    private final String remedy;

    private S3Fault(String place, Meaning meaning, String code, Throwable cause) {
        super(place + ": " + meaning.what() + (code.isEmpty() ? "" : " (" + code + ")") + ". " + meaning.remedy(), cause);
        this.scope = meaning.scope();
        this.code = code;
        this.what = meaning.what() + (code.isEmpty() ? "" : " (" + code + ")");
        this.remedy = meaning.remedy();
    }

    public Scope scope() {
        return scope;
    }

    /** S3's own error code, such as {@code AccessDenied}; the HTTP status where the answer had no body; empty where none came. */
    public String code() {
        return code;
    }

    /** What is wrong, without the place. */
    public String what() {
        return what;
    }

    /** What to do, as an imperative sentence without a full stop. */
    public String remedy() {
        return remedy;
    }

    /** Makes of the SDK's unchecked exceptions what every place throws. */
    static <T> T guard(String place, String name, Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException | UncheckedIOException e) {
            throw of(place, name, e);
        }
    }

    /**
     * The same failure in words that are the same each time.
     *
     * @param name of the file that was asked for; empty if it was none
     */
    public static IOException of(String place, String name, RuntimeException failure) {
        return failure instanceof S3Exception e ? answered(place, name, e) : new S3Fault(place, unanswered(failure), "", failure);
    }

    private static IOException answered(String place, String name, S3Exception e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null ? "" : e.awsErrorDetails().errorCode();
        if (code.equals("NoSuchKey") || e.statusCode() == 404 && !code.equals("NoSuchBucket") && !name.isEmpty()) {
            return new NoSuchFileException(Storages.shown(place, name));
        }
        Meaning other = new Meaning(Scope.CALL, "the server answered " + e.statusCode()
                + (code.isEmpty() ? "" : ": " + e.awsErrorDetails().errorMessage()), "Ask its administrator if it goes on");
        Meaning meaning = MEANINGS.getOrDefault(code, BY_STATUS.getOrDefault(code.isEmpty() ? e.statusCode() : 0, other));
        return new S3Fault(place, meaning == ELSEWHERE ? elsewhere(e) : meaning, code.isEmpty() ? "status " + e.statusCode() : code, e);
    }

    private static Meaning elsewhere(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null ? ELSEWHERE
                : e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region")
                        .map(region -> new Meaning(Scope.BUCKET, "the bucket lies in region " + region, "Set reeldrop.s3.region=" + region))
                        .orElse(ELSEWHERE);
    }

    private static Meaning unanswered(RuntimeException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof UncheckedIOException && at.getMessage() != null) {
                return new Meaning(Scope.SERVER, at.getMessage(), "Correct the reeldrop.s3.* settings");
            }
        }
        if (e instanceof SdkClientException && String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
            return new Meaning(Scope.SERVER, "no access key was found", "Set reeldrop.s3.access-key-id and its secret, or use one of AWS's"
                    + " own ways (AWS_ACCESS_KEY_ID, ~/.aws/credentials, a role)");
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Meaning(Scope.SERVER, "the server cannot be reached: " + root.getClass().getSimpleName() + " " + root.getMessage(),
                "Check reeldrop.s3.endpoint, reeldrop.s3.path-style and the network");
    }
}
