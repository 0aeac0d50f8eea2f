package io.reeldrop.drop;

import io.reeldrop.storage.S3Fault;
import io.reeldrop.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A watched prefix's: the Kamelet asks for one page after the other, and once the last one is in, for what is ready. A look lists and
 * reads nothing. One look at a time.
 */
public final class BucketLook extends Look {

    /** S3's own limit. */
    private static final int PAGE = 1_000;

    private final List<Entry> listing = new ArrayList<>();
    private String last;
    private boolean more;
    private boolean looking;

    @Override
    String root(Map<String, String> parameters) {
        String prefix = parameters.get("prefix").isEmpty() ? "" : "/" + parameters.get("prefix");
        return Storages.absolute("s3://" + parameters.get("bucket") + prefix);
    }

    boolean lies(String bucket) {
        return Storages.bucketName(watch().places().in()).equals(bucket);
    }

    /** The name of an object in {@code in/}; null for one that lies elsewhere. */
    String name(String bucket, String key) {
        String in = watch().places().in();
        return lies(bucket) && key.startsWith(Storages.prefix(in)) ? key.substring(Storages.prefix(in).length()) : null;
    }

    /** Begins a look, unless another node does; then there is nothing to list. */
    public void begin() {
        more = onDuty();
        looking = more;
        last = null;
        listing.clear();
        if (looking) {
            open();
        }
    }

    public boolean more() {
        return more;
    }

    /** The request for the next page. */
    public ListObjectsRequest next() {
        String in = watch().places().in();
        // Not every character that a key may hold can be written in XML.
        return ListObjectsRequest.builder().encodingType(EncodingType.URL).bucket(Storages.bucketName(in))
                .prefix(Storages.prefix(in)).marker(last).maxKeys(PAGE).build();
    }

    /** A page has come. */
    public void page(List<S3Object> objects) {
        int prefix = Storages.prefix(watch().places().in()).length();
        objects.forEach(o -> listing.add(new Entry(o.key().substring(prefix), o.size(), o.lastModified().toEpochMilli())));
        last = objects.isEmpty() ? last : objects.get(objects.size() - 1).key();
        // A server may send fewer than were asked for although there are more: only a page without any says that there are none.
        more = !objects.isEmpty();
    }

    /** Ends a look: what is ready now, oldest first. */
    public List<Found> drops() {
        return looking ? ready(listing).stream().map(this::found).toList() : List.of();
    }

    /** The look failed; the next one follows. */
    public void failed(Exchange exchange) {
        RuntimeException cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class);
        raise(S3Fault.of(watch().places().in(), "", cause).getMessage() + ". It is looked for again at every look.");
    }
}
