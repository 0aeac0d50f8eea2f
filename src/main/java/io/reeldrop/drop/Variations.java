package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.job.Draft;
import io.reeldrop.job.DropFile;
import io.reeldrop.job.Image;
import io.reeldrop.job.Json;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Variation;
import io.reeldrop.storage.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jobs that one drop makes: one for each of its {@code variations}, else one. Several get a sidecar each that names one variation
 * alone, whatever the defaults say: moved back from the dead letter, it is that job again and no other.
 */
final class Variations {

    private final Watch watch;
    private final Whole drop;
    private final Image image;
    private final ObjectNode sidecar;
    private final byte[] said;

    /**
     * @param sidecar null where the drop came without one
     * @param said    the bytes of the sidecar
     */
    Variations(Watch watch, Whole drop, Image image, ObjectNode sidecar, byte[] said) {
        this.watch = watch;
        this.drop = drop;
        this.image = image;
        this.sidecar = sidecar;
        this.said = said;
    }

    /**
     * @param merged the sidecar over its defaults
     * @throws Rejected if the watch does not allow one of them, or if two are the same
     */
    List<Draft> drafts(ObjectNode merged) {
        List<ObjectNode> requests = Defaults.variations(merged);
        JsonNode list = merged.path(Fields.VARIATIONS);
        List<Draft> drafts = new ArrayList<>();
        Set<Problem> problems = new LinkedHashSet<>();
        Map<String, String> seen = new HashMap<>();
        for (ObjectNode request : requests) {
            boolean several = requests.size() > 1;
            String name = drop.entries().get(drop.entries().size() - 1).name() + (several ? ", variation " + (drafts.size() + 1) : "");
            problems.addAll(watch.rights().check(request, name));
            Draft draft = draft(request, name, several ? variation(list.get(drafts.size())) : null);
            String twin = seen.put(draft.identity(), name);
            if (twin != null) {
                problems.add(new Problem(name, null, "is the same as another one (" + twin + ")", null,
                        "Give each a seed of its own, or remove it"));
            }
            drafts.add(draft);
        }
        if (!problems.isEmpty()) {
            throw new Rejected(List.copyOf(problems));
        }
        return drafts;
    }

    private Draft draft(ObjectNode request, String name, Variation variation) {
        String account = watch.rights().payer(request);
        request.remove(Fields.ACCOUNT);
        return new Draft(watch.name(), account, drop.name(), files(variation != null), watch.places(), image, name,
                Identity.of(watch.name(), account, image == null ? null : image.sha256(), request), request, null, variation);
    }

    private List<DropFile> files(boolean variation) {
        List<DropFile> files = new ArrayList<>(drop.files());
        if (variation && drop.sidecar() == null) {
            files.add(new DropFile(drop.name() + ".json", "sidecar"));
        }
        return files;
    }

    private Variation variation(JsonNode change) {
        ObjectNode own = sidecar == null ? Json.object() : sidecar.deepCopy();
        own.putArray(Fields.VARIATIONS).add(change);
        return new Variation(Json.pretty(own), said == null ? null : Sha256.of(said));
    }
}
