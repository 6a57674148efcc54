package org.healthsphere.node.store;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/**
 * One version of a resource.
 *
 * @param version 1, 2, 3, ... as in {@code meta.versionId}
 * @param change the number of the commit in this store, which orders everything in it
 * @param patient the id of the Patient whose compartment it is in; a Patient is in its own
 * @param deleted whether this version says that the resource is gone; then there are no bytes
 * @param json the bytes that are served, {@code id} and {@code meta} included
 */
public record StoredResource(
        ResourceId id,
        long version,
        long change,
        Instant lastUpdated,
        Optional<String> patient,
        boolean deleted,
        Bytes json) {

    /** Never the content: this lands in logs. */
    @Override
    public String toString() {
        return id + "/_history/" + version;
    }
}
