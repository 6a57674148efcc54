package org.healthsphere.node.consents;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/**
 * A consent as this hospital keeps it.
 *
 * @param fhir the Consent that was signed
 * @param height of the ledger at which it came into force
 * @param directive the public form of the grant with its signature, for whoever checks it
 * @param withdrawn when it was withdrawn
 */
public record SignedConsent(
        String id, Bytes fhir, Instant signed, long height, Bytes directive, Optional<Instant> withdrawn) {

    /** The same, withdrawn at this moment, unless it was before. */
    SignedConsent withdrawnAt(Instant at) {
        return new SignedConsent(id, fhir, signed, height, directive, withdrawn.or(() -> Optional.of(at)));
    }
}
