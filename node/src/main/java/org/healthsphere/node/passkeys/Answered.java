package org.healthsphere.node.passkeys;

import org.healthsphere.specs.Bytes;

/**
 * A passkey has answered a challenge, with its holder there and verified.
 *
 * @param passkey as it is known after that
 * @param assertion the answer as the ledger takes it ({@link org.healthsphere.specs.PatientSignature})
 */
public record Answered(String patient, Passkey passkey, Bytes assertion) {
    @Override
    public String toString() {
        return "Answered";
    }
}
