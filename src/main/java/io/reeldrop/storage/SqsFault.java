package io.reeldrop.storage;

import java.io.UncheckedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Why a queue does not do what it is asked, in words for people who did not set it up.
 *
 * @param what   is wrong, without the queue
 * @param remedy an imperative sentence without a full stop
 * @param denied whether it is a right that is missing
 */
public record SqsFault(String what, String remedy, boolean denied) {

    private static final String PAGE = "src/docs/s3-events.md";

    /** @param failure what the SDK threw, or anything that was thrown because of it */
    public static SqsFault of(Throwable failure) {
        Throwable root = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            root = at;
            if (at instanceof AwsServiceException e) {
                return answered(e);
            }
            if (at instanceof UncheckedIOException && at.getMessage() != null) {
                return new SqsFault(at.getMessage(), "Correct the reeldrop.s3.* settings", false);
            }
            if (at instanceof SdkClientException && String.valueOf(at.getMessage()).contains("Unable to load credentials")) {
                return new SqsFault("no access key was found", "Set reeldrop.s3.access-key-id and its secret, or use one of AWS's own ways"
                        + " (AWS_ACCESS_KEY_ID, ~/.aws/credentials, a role)", false);
            }
        }
        return new SqsFault("the server cannot be reached: " + root.getClass().getSimpleName() + " " + root.getMessage(),
                "Check reeldrop.sqs.endpoint and the network", false);
    }

    private static SqsFault answered(AwsServiceException e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "status " + e.statusCode() : e.awsErrorDetails().errorCode();
        String word = code.substring(code.lastIndexOf('.') + 1).replaceFirst("Exception$", "");
        return switch (word) {
            case "QueueDoesNotExist", "NonExistentQueue", "InvalidAddress" -> new SqsFault("there is no such queue (" + code + ")",
                    "Correct its URL in the watch file, or reeldrop.s3.region", false);
            case "AccessDenied", "KmsAccessDenied" -> new SqsFault("the key has no right to do this (" + code + ")",
                    "Extend its policy (" + PAGE + ")", true);
            case "InvalidClientTokenId", "UnrecognizedClient", "InvalidAccessKeyId" ->
                    new SqsFault("the server does not know the access key (" + code + ")", "Correct reeldrop.s3.access-key-id", false);
            case "InvalidSignature", "SignatureDoesNotMatch" -> new SqsFault("the secret does not belong to the access key (" + code + ")",
                    "Correct reeldrop.s3.secret-access-key, or the file that holds it; check that the clock is right", false);
            case "ExpiredToken", "RequestExpired" -> new SqsFault("the session token has expired, or the clock is wrong (" + code + ")",
                    "Renew it; set the clock by NTP", false);
            default -> new SqsFault("the server answered " + e.statusCode() + " (" + code + ")",
                    "Ask its administrator if it goes on", false);
        };
    }
}
