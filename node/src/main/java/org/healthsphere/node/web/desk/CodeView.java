package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.passkeys.SignInCode;
import org.healthsphere.node.web.view.Person;

/**
 * A code for a patient to make a passkey with, on its way to paper.
 *
 * @param handle of the opened record
 * @param problem names the text of what is missing; empty if nothing is
 * @param issued once it is there: it is shown this once
 */
public record CodeView(String handle, Person person, String problem, Optional<SignInCode> issued) {
    /** By what somebody proves at the desk who he is. */
    public static final List<String> PROOFS = List.of("passport", "identity-card", "driving-licence", "known-in-person");

    CodeView with(SignInCode code) {
        return new CodeView(handle, person, problem, Optional.of(code));
    }

    public List<String> proofs() {
        return PROOFS;
    }
}
