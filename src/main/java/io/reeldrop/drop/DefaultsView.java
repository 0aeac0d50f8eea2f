package io.reeldrop.drop;

import java.util.Collection;
import java.util.List;

/** What {@link Pairing} must know of the {@code _defaults.json} files, whose content it does not read. */
public interface DefaultsView {

    /** What a folder's effective defaults say about its drops. */
    enum Standing {
        /** An image waits for its sidecar. */
        SIDECAR_REQUIRED,
        /** An image whose sidecar does not come in time is a drop of its own. */
        SIDECAR_OPTIONAL,
        /** Some default that applies here is broken: nothing is taken, nothing is rejected. */
        HELD
    }

    /** Called once a look, before any question: every settled {@code _defaults.json} of the listing; others are gone or changing. */
    void listed(Collection<Entry> settled);

    /** The standing of a folder to which these apply, from the root down; never empty. */
    Standing standing(List<Entry> defaults);
}
