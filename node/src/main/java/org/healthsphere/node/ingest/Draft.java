package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.store.ResourceId;

/**
 * A resource as a message tells it, before it meets what is already there.
 *
 * @param patient the id of the Patient whose compartment it is in
 * @param json what the message says; what it does not mention stays as it is
 * @param cleared elements that the sender deletes
 * @param onExisting what happens when the resource is there already
 * @param spared by element the values that stay when they are there, whatever this says
 */
public record Draft(
        ResourceId id,
        Optional<String> patient,
        ObjectNode json,
        Set<String> cleared,
        OnExisting onExisting,
        Map<String, Set<String>> spared) {
    /** Before a reference, among what is cleared: that link between two patients who are looked at side by side. */
    public static final String LINK = "link:";

    public Draft {
        cleared = Set.copyOf(cleared);
        spared = Map.copyOf(spared);
    }

    /** One that spares nothing. */
    public Draft(ResourceId id, Optional<String> patient, ObjectNode json, Set<String> cleared, OnExisting onExisting) {
        this(id, patient, json, cleared, onExisting, Map.of());
    }

    public static Draft of(ResourceId id, Optional<String> patient, ObjectNode json) {
        return new Draft(id, patient, json, Set.of(), OnExisting.UPDATE);
    }

    /** This, and what a later record of the same message says of the same resource. */
    public Draft then(Draft later) {
        return Merge.both(this, later);
    }

    /** Whether what is stored gives way. */
    public enum OnExisting {
        /** What the message says replaces, what it does not mention stays. */
        UPDATE,
        /** The same, but a result from before the one that is stored changes nothing. */
        NEWER,
        /** As the first, but where nothing is, nothing comes to be. */
        ONLY,
        /** The message says all there is. */
        REPLACE,
        /** Nothing changes. */
        KEEP
    }

    /** Never the content. */
    @Override
    public String toString() {
        return id.toString();
    }
}
