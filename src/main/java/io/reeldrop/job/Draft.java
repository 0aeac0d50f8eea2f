package io.reeldrop.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A drop on its way to becoming a job: read and merged by the intake, completed and priced by the gateway's profile.
 *
 * @param watch          the watch it was dropped into
 * @param account        the account that would pay
 * @param name           as dropped, without suffix
 * @param files          image and sidecar, where there are such
 * @param places         the watch's places
 * @param image          null where the request carries a URL
 * @param sidecar        what to call the drop's own file in messages
 * @param identity       digest of watch, account, image and merged request, before anything is drawn or filled in
 * @param request        the merged request; completed later
 * @param estimateMicros null while unknown or where the profile states no price
 * @param variation      null where the drop makes this one job only
 */
public record Draft(String watch, String account, String name, List<DropFile> files, Places places, Image image, String sidecar,
        String identity, ObjectNode request, Long estimateMicros, Variation variation) {

    /** The same draft, its request completed and priced. */
    public Draft priced(ObjectNode completed, Long micros) {
        return new Draft(watch, account, name, files, places, image, sidecar, identity, completed, micros, variation);
    }
}
