package io.reeldrop.storage;

import java.util.List;

/** What a request asks of an S3 server, in S3's words. */
public enum S3Call {
    GET, HEAD, LIST, PUT, COPY, DELETE,
    /** Create, part, complete and abort of a multipart upload. */
    MULTIPART,
    /** Whatever concerns a bucket as a whole: create, head, versioning, location. */
    BUCKET;

    /**
     * @param path  with bucket and key, path style
     * @param query the query's parameter names
     */
    static S3Call of(String method, String path, List<String> query, boolean copySource) {
        boolean key = path.indexOf('/', 1) > 0 && path.indexOf('/', 1) < path.length() - 1;
        if (query.contains("uploadId") || query.contains("uploads")) {
            return MULTIPART;
        }
        if (query.contains("delete")) {
            return DELETE;
        }
        if (!key) {
            boolean about = query.contains("versioning") || query.contains("location") || query.contains("policy") || path.equals("/");
            return method.equals("GET") && !about ? LIST : BUCKET;
        }
        return method.equals("PUT") && copySource ? COPY : valueOf(method);
    }
}
