package org.healthsphere.node.store.ignite;

import java.util.Optional;
import org.healthsphere.node.store.Mentions;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.keys.KeyRing;

/** Which key seals what: so that each thing can be erased with the patient whom it tells of, and with nobody else. */
record Owners(KeyRing keys) {

    /** A patient's own key for what is in his record alone; a key of its own for what speaks of somebody else too. */
    int keyOf(StoredResource resource) {
        return Mentions.isShared(resource) ? keys.forShared(resource.id().toString()) : keyOf(resource.patient());
    }

    int keyOf(Optional<String> patient) {
        return patient.map(keys::forPatient).orElse(KeyRing.NODE);
    }
}
