package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code _defaults.json} of one watch: every field of a sidecar, and {@code "sidecar": "optional"} or {@code "required"}.
 * Each is read once for as long as its size and time stay the same. Safe for several threads.
 */
public final class Defaults implements DefaultsView {

    /** Reads at most {@link Sidecar#MAX_BYTES} + 1 bytes of a file in {@code in/}. */
    public interface Reader {

        byte[] read(Entry file) throws IOException;
    }

    /** {@code entry} is null where the file could not be read this time, so that it never counts as the same. */
    private record Known(Entry entry, ObjectNode content, List<Problem> problems) {
    }

    private final Reader reader;
    private Map<String, Known> known = new HashMap<>();

    public Defaults(Reader reader) {
        this.reader = reader;
    }

    @Override
    public synchronized void listed(Collection<Entry> settled) {
        Map<String, Known> still = new HashMap<>();
        settled.forEach(entry -> still.put(entry.name(), known(entry)));
        known = still;
    }

    @Override
    public synchronized Standing standing(List<Entry> defaults) {
        Standing standing = Standing.SIDECAR_REQUIRED;
        for (Entry entry : defaults) {
            Known content = known(entry);
            if (content.content() == null) {
                return Standing.HELD;
            }
            JsonNode sidecar = content.content().path(Fields.SIDECAR);
            if (sidecar.isTextual()) {
                standing = sidecar.textValue().equals("optional") ? Standing.SIDECAR_OPTIONAL : Standing.SIDECAR_REQUIRED;
            }
        }
        return standing;
    }

    /** What is wrong with the broken ones of the last look, each of which holds its folder: the same problems until one is mended. */
    public synchronized List<Problem> problems() {
        return known.values().stream().flatMap(k -> k.problems().stream()).sorted((a, b) -> a.file().compareTo(b.file())).toList();
    }

    /**
     * The content of a drop's defaults, in the order given.
     *
     * @throws Rejected where one of them is broken: the drop must stay where it is until that is mended
     */
    public synchronized List<ObjectNode> contents(List<Entry> defaults) {
        List<Problem> broken = new ArrayList<>();
        List<ObjectNode> contents = new ArrayList<>();
        for (Entry entry : defaults) {
            Known one = known(entry);
            broken.addAll(one.problems());
            contents.add(one.content());
        }
        if (!broken.isEmpty()) {
            throw new Rejected(broken);
        }
        return contents.stream().map(ObjectNode::deepCopy).toList();
    }

    /**
     * Whether this sidecar, over its defaults, needs no image file. A broken one, or one that may not be read, is not known to.
     *
     * @throws UncheckedIOException where the place failed: nothing is known of it
     */
    public boolean needsNoImage(Entry sidecar, List<Entry> defaults) {
        try {
            ObjectNode own = Sidecar.read(reader.read(sidecar), sidecar.name());
            return merge(contents(defaults), own).has(Fields.PROMPT_IMAGE);
        } catch (Rejected | AccessDeniedException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The request of a drop: the defaults, each over the one before, and the sidecar over them all; {@code extra} key by key.
     * Where an image file came with the drop, a default {@code promptImage} gives way to it: use
     * {@link #mergeBesideImage(List, ObjectNode)}.
     *
     * @param sidecar null where the drop came without one
     */
    public static ObjectNode merge(List<ObjectNode> rootToLeaf, ObjectNode sidecar) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        rootToLeaf.forEach(defaults -> lay(defaults, merged));
        if (sidecar != null) {
            lay(sidecar, merged);
        }
        merged.remove(Fields.SIDECAR);
        return merged;
    }

    /** As {@link #merge}, for a drop with an image file, whose own image is nearer to it than its folder's. */
    public static ObjectNode mergeBesideImage(List<ObjectNode> rootToLeaf, ObjectNode sidecar) {
        return merge(rootToLeaf.stream().map(d -> (ObjectNode) d.deepCopy().without(Fields.PROMPT_IMAGE)).toList(), sidecar);
    }

    /**
     * The requests that a merged one with {@code variations} stands for, in their order: each variation over the rest,
     * {@code extra} key by key. One without variations stands for itself.
     */
    public static List<ObjectNode> variations(ObjectNode merged) {
        ObjectNode common = merged.deepCopy();
        JsonNode list = common.remove(Fields.VARIATIONS);
        if (list == null) {
            return List.of(common);
        }
        List<ObjectNode> each = new ArrayList<>();
        list.forEach(variation -> each.add(merge(List.of(common), (ObjectNode) variation)));
        return each;
    }

    private static void lay(ObjectNode upper, ObjectNode merged) {
        upper.properties().forEach(field -> {
            if (field.getKey().equals(Fields.EXTRA) && merged.get(Fields.EXTRA) instanceof ObjectNode extra) {
                extra.setAll((ObjectNode) field.getValue().deepCopy());
            } else {
                merged.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private Known known(Entry entry) {
        Known before = known.get(entry.name());
        if (before != null && entry.equals(before.entry())) {
            return before;
        }
        Known now = read(entry);
        known.put(entry.name(), now);
        return now;
    }

    private Known read(Entry entry) {
        try {
            return new Known(entry, Sidecar.read(reader.read(entry), entry.name(), true), List.of());
        } catch (Rejected e) {
            return new Known(entry, null, e.problems());
        } catch (IOException e) {
            String remedy = e instanceof AccessDeniedException ? "Allow everyone to read it (its permissions)"
                    : "Look whether the folder can be reached; Reeldrop tries again by itself";
            return new Known(null, null, List.of(new Problem(entry.name(), null, "cannot be read", null, remedy)));
        }
    }
}
