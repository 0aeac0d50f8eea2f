package io.reeldrop.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A policy as it is written for AWS: which actions on which resources, optionally limited to listings of a prefix. All else is refused. */
public final class S3Policy {

    private static final String ARN = "arn:aws:s3:::";

    /** One action that is allowed. @param resource bucket or {@code bucket/key}, may end in a star; @param prefix of a listing, or null */
    public record Grant(String action, String resource, String prefix) {

        boolean covers(Need need) {
            return action.equals(need.action()) && like(resource, need.resource()) && (prefix == null || like(prefix, need.prefix()));
        }

        private static boolean like(String pattern, String text) {
            return pattern.endsWith("*") ? text.startsWith(pattern.substring(0, pattern.length() - 1)) : text.equals(pattern);
        }
    }

    /** What a request needs. @param prefix of a listing; empty for what lists nothing */
    record Need(String action, String resource, String prefix) { }

    private final List<Grant> grants;

    private S3Policy(List<Grant> grants) {
        this.grants = List.copyOf(grants);
    }

    public static S3Policy parse(String json) {
        try {
            List<Grant> grants = new ArrayList<>();
            for (JsonNode statement : new ObjectMapper().readTree(json).path("Statement")) {
                JsonNode prefix = statement.path("Condition").path("StringLike").path("s3:prefix");
                for (String action : texts(statement.path("Action"))) {
                    for (String resource : texts(statement.path("Resource"))) {
                        grants.add(new Grant(action, resource.substring(ARN.length()), prefix.isMissingNode() ? null : prefix.asText()));
                    }
                }
            }
            return new S3Policy(grants);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isTextual() ? List.of(oneOrMore.asText())
                : StreamSupport.stream(oneOrMore.spliterator(), false).map(JsonNode::asText).toList();
    }

    public List<Grant> grants() {
        return grants;
    }

    public S3Policy without(Grant grant) {
        return new S3Policy(grants.stream().filter(g -> !g.equals(grant)).toList());
    }

    /** What allows it, or null. */
    Grant covering(Need need) {
        return grants.stream().filter(grant -> grant.covers(need)).findFirst().orElse(null);
    }

    /**
     * What AWS asks a right for.
     *
     * @param path   decoded, path style
     * @param query  the query's parameter names
     * @param prefix of a listing
     * @param source of a copy, {@code bucket/key}; or null
     */
    static List<Need> needs(String method, String path, List<String> query, String prefix, String source) {
        String resource = path.substring(1);
        boolean key = resource.indexOf('/') >= 0 && resource.indexOf('/') < resource.length() - 1;
        if (!key) {
            String bucket = resource.replace("/", "");
            if (method.equals("GET") && query.contains("uploads")) {
                return List.of(new Need("s3:ListBucketMultipartUploads", bucket, ""));
            }
            if (method.equals("GET") && query.contains("versioning")) {
                return List.of(new Need("s3:GetBucketVersioning", bucket, ""));
            }
            // The bucket's HEAD is a listing, too, but one without a prefix.
            return List.of(new Need(method.equals("PUT") ? "s3:CreateBucket" : "s3:ListBucket", bucket, prefix == null ? "" : prefix));
        }
        if (source != null) {
            return List.of(new Need("s3:PutObject", resource, ""), new Need("s3:GetObject", source, ""));
        }
        return List.of(new Need(switch (method) {
            case "GET", "HEAD" -> "s3:GetObject";
            case "DELETE" -> query.contains("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
            default -> "s3:PutObject";
        }, resource, ""));
    }
}
