package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.node.web.view.Category;

/**
 * A law lets this hospital give something to somebody, whatever the patient says.
 *
 * @param what kinds of entries
 */
public record Law(String statute, String requester, Set<Category> what, Instant from, Instant until) {
    public Law {
        what = Set.copyOf(what);
    }
}
