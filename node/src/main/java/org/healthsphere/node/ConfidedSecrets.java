package org.healthsphere.node;

import java.security.SecureRandom;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.fhir.subscription.Secrets;
import org.healthsphere.specs.Bytes;

/** What subscribers confide is sealed under a key of the node's vault. */
record ConfidedSecrets(SecretBox box, SecureRandom random) implements Secrets {
    @Override
    public Bytes seal(Bytes plain, String context) {
        return box.seal(plain, Bytes.utf8(context), random);
    }

    @Override
    public Bytes open(Bytes sealed, String context) {
        return box.open(sealed, Bytes.utf8(context)).orElseThrow();
    }
}
