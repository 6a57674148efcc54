package org.healthsphere.node.consents;

import java.util.Optional;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A consent that waits for the signature of whoever says so.
 *
 * @param unsigned all of it but the signature; it names the key that is to sign
 * @param guardian what the hospital vouches for first, where somebody speaks for the patient
 * @param fhir the Consent that it has the digest of
 */
public record Draft(Speaker speaker, Grant unsigned, Optional<Guardian> guardian, Bytes fhir) {
    /** What is signed. */
    public Sha256 statement() {
        return Sha256.of(unsigned.signedBytes().array());
    }

    @Override
    public String toString() {
        return "Draft[" + unsigned.id() + "]";
    }
}
