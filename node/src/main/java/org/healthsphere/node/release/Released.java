package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.StoredResource;

/**
 * A page of what may leave.
 *
 * @param total how many there are in all, of those that may
 * @param next where the next page begins
 */
public record Released(List<StoredResource> matches, long total, Optional<String> next) {
    public Released {
        matches = List.copyOf(matches);
    }
}
