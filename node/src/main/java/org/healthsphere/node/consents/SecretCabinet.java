package org.healthsphere.node.consents;

import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** The secrets of all patients, sealed under the node's own key; destroying one makes what the ledger has of it meaningless. */
final class SecretCabinet {
    private static final String SECRETS = "patient-secret";
    private static final String HANDLES = "patient-handle";

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    SecretCabinet(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    Optional<PatientSecrets> find(String patient) {
        return store.mark(SECRETS, patient)
                .map(closed -> box.open(closed, Bytes.utf8(patient)).orElseThrow())
                .map(PatientSecrets::restore);
    }

    void keep(String patient, PatientSecrets secrets) {
        store.putMark(new Mark(SECRETS, patient, box.seal(secrets.exportForSealing(), Bytes.utf8(patient), random))
                .about(patient));
    }

    void remember(String handle, String patient) {
        store.putMark(
                new Mark(HANDLES, handle, box.seal(Bytes.utf8(patient), Bytes.utf8(handle), random)).about(patient));
    }

    Optional<String> patientOf(String handle) {
        return store.mark(HANDLES, handle)
                .map(closed -> box.open(closed, Bytes.utf8(handle)))
                .map(Outcome::orElseThrow)
                .map(Bytes::utf8);
    }
}
