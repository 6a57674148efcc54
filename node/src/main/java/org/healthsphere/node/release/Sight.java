package org.healthsphere.node.release;

import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.Visibility;

/**
 * Whether one version of a resource may be seen.
 *
 * <p>A deletion has no content to judge, so it is as visible as what it deleted; and what is hidden today is hidden in every
 * version, whatever that version said of itself.
 */
public final class Sight {
    private final ResourceStore store;
    private final ReleaseFilter filter;

    public Sight(ResourceStore store, ReleaseFilter filter) {
        this.store = store;
        this.filter = filter;
    }

    /** For the current version. */
    public boolean lets(StoredResource current) {
        return Visibility.lets(filter, judged(current));
    }

    /** For any version. */
    public boolean letsVersion(StoredResource version) {
        return lets(version)
                && store.get(version.id())
                        .filter(current -> current.version() == version.version() || lets(current))
                        .isPresent();
    }

    private StoredResource judged(StoredResource resource) {
        return resource.deleted()
                ? store.version(resource.id(), resource.version() - 1).orElse(resource)
                : resource;
    }
}
