package org.healthsphere.node.fhir;

import java.util.Optional;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;

/**
 * What came of writing one resource.
 *
 * @param resource the version that is now the current one; empty when there was nothing to delete
 */
public record Reply(Effect effect, Optional<StoredResource> resource) {
    /** A version that was written: it made the resource, also where one was that is deleted, or changed it. */
    static Reply written(StoredResource version, ResourceStore store) {
        return new Reply(
                Versions.isNew(version, store::version) ? Effect.CREATED : Effect.UPDATED, Optional.of(version));
    }

    /** What happened. */
    public enum Effect {
        CREATED,
        UPDATED,
        /** A conditional create found what was to be created. */
        FOUND,
        DELETED
    }
}
