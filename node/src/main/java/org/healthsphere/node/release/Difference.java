package org.healthsphere.node.release;

import java.util.List;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.Visibility;

/**
 * A record as it is, and two views of it.
 *
 * @param whole all of it that may be shown
 */
public record Difference(List<StoredResource> whole, List<StoredResource> now, List<StoredResource> then) {
    public Difference {
        whole = List.copyOf(whole);
        now = List.copyOf(now);
        then = List.copyOf(then);
    }

    static Difference of(List<StoredResource> whole, ReleaseFilter now, ReleaseFilter then) {
        return new Difference(whole, visible(whole, now), visible(whole, then));
    }

    private static List<StoredResource> visible(List<StoredResource> whole, ReleaseFilter filter) {
        return whole.stream()
                .filter(resource -> Visibility.lets(filter, resource))
                .toList();
    }
}
