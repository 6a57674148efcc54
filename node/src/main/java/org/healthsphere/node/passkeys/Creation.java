package org.healthsphere.node.passkeys;

import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;

/**
 * A passkey that is about to be made, for one patient.
 *
 * @param options for the browser, as {@code navigator.credentials.create} takes them
 */
public record Creation(String patient, String options, PublicKeyCredentialCreationOptions request) {
    @Override
    public String toString() {
        return "Creation";
    }
}
