package org.healthsphere.node.store.index;

import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.store.ResourceId;

/** How references are compared: a version is not part of it, and an absolute one is another than a relative one. */
final class References {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");

    private References() {}

    /** The reference without its version. */
    static String current(String reference) {
        var history = reference.indexOf("/_history/");
        return history < 0 ? reference : reference.substring(0, history);
    }

    /** What a relative reference names on this server. */
    static Optional<ResourceId> local(String reference) {
        var current = current(reference);
        var slash = current.indexOf('/');
        return slash > 0
                        && TYPE.matcher(current.substring(0, slash)).matches()
                        && id(current).isPresent()
                ? Optional.of(new ResourceId(current.substring(0, slash), current.substring(slash + 1)))
                : Optional.empty();
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
