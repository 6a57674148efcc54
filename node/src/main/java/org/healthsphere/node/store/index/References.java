package org.healthsphere.node.store.index;

import java.util.Optional;
import org.healthsphere.node.store.ResourceId;

/** How references are compared: a version is not part of it, and an absolute one is another than a relative one. */
final class References {
    private References() {}

    /** The reference without its version. */
    static String current(String reference) {
        var history = reference.indexOf("/_history/");
        return history < 0 ? reference : reference.substring(0, history);
    }

    /** The logical id at the end of a relative reference. */
    static Optional<String> id(String reference) {
        var current = current(reference);
        var slash = current.indexOf('/');
        return slash > 0 && slash == current.lastIndexOf('/') && ResourceId.isId(current.substring(slash + 1))
                ? Optional.of(current.substring(slash + 1))
                : Optional.empty();
    }
}
