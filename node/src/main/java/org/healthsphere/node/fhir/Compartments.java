package org.healthsphere.node.fhir;

import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/**
 * In whose record a resource is. Most say so themselves; a Provenance, a Binary or an AuditEvent that speaks of something in a
 * record belongs to that record too, or it would tell of what consent hides.
 */
final class Compartments {
    private final ResourceStore store;

    Compartments(ResourceStore store) {
        this.store = store;
    }

    Optional<String> of(Draft draft, ResourceId id) {
        return of(draft, id, Map.of());
    }

    /** Where some of what it speaks of is written with it. */
    Optional<String> of(Draft draft, ResourceId id, Map<ResourceId, String> written) {
        return draft.patient(id)
                .or(() -> draft.links().stream()
                        .filter(link -> link.kind() == Link.Kind.CONTEXT || link.kind() == Link.Kind.PATIENT)
                        .flatMap(link -> References.local(link.target()).stream())
                        .flatMap(target -> Optional.ofNullable(written.get(target)).or(() -> stored(target)).stream())
                        .findFirst());
    }

    private Optional<String> stored(ResourceId target) {
        return store.get(target).flatMap(StoredResource::patient);
    }
}
