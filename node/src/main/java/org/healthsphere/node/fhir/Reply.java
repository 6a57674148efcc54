package org.healthsphere.node.fhir;

import java.util.Optional;
import org.healthsphere.node.store.StoredResource;

/**
 * What came of writing one resource.
 *
 * @param resource the version that is now the current one; empty when there was nothing to delete
 */
public record Reply(Effect effect, Optional<StoredResource> resource) {
    /** What happened. */
    public enum Effect {
        CREATED,
        UPDATED,
        /** A conditional create found what was to be created. */
        FOUND,
        DELETED
    }
}
