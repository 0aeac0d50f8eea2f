package io.reeldrop.storage;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Objects of one folder in a bucket whose names begin alike.
 *
 * @param objects in the order of their names
 * @param all     false where there are more of them than one call tells
 * @param at      when they lay there, by the server's clock, which also gave them their times
 */
public record Alike(List<Item> objects, boolean all, Instant at) {

    /**
     * @param name     relative to the place
     * @param size     bytes
     * @param modified when it was put there, by the server's clock
     */
    public record Item(String name, long size, Instant modified) { }

    static Alike list(S3Client s3, String place, String beginning) {
        String prefix = Storages.prefix(place);
        // Not every character that a key may hold can be written in XML.
        ListObjectsV2Response page = s3.listObjectsV2(list -> list.bucket(Storages.bucketName(place))
                .prefix(prefix + beginning).delimiter("/").encodingType(EncodingType.URL));
        List<Item> objects = page.contents().stream().map(o -> new Item(o.key().substring(prefix.length()), o.size(), o.lastModified()))
                .toList();
        return new Alike(objects, !Boolean.TRUE.equals(page.isTruncated()), at(page));
    }

    private static Instant at(ListObjectsV2Response page) {
        return page.sdkHttpResponse().firstMatchingHeader("Date")
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                .orElseThrow(() -> new IllegalStateException("the server's answer bears no date"));
    }
}
