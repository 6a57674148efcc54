package org.healthsphere.node.consents;

import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A consent that waits for its patient's signature.
 *
 * @param unsigned all of it but the signature; it names the key that is to sign
 * @param fhir the Consent that it has the digest of
 */
public record Draft(String patient, Grant unsigned, Bytes fhir) {
    /** What is signed. */
    public Sha256 statement() {
        return Sha256.of(unsigned.signedBytes().array());
    }

    @Override
    public String toString() {
        return "Draft[" + unsigned.id() + "]";
    }
}
