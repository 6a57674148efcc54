package org.healthsphere.node.access;

import java.util.Optional;
import org.healthsphere.specs.Role;

/**
 * A person with an account at this node.
 *
 * @param id random, what the audit knows him by
 * @param login what he types
 * @param name how pages address him
 * @param patient the id of his own record here: exactly patients have one
 * @param practitioner the id of the Practitioner that he is here, for staff whom apps shall know
 */
public record User(
        String id, String login, String name, Role role, Optional<String> patient, Optional<String> practitioner) {
    /** Whom no Practitioner stands for. */
    public User(String id, String login, String name, Role role, Optional<String> patient) {
        this(id, login, name, role, patient, Optional.empty());
    }

    public User {
        if (role == Role.SYSTEM) {
            throw new IllegalArgumentException("programs come with tokens, not with accounts");
        }
        if (patient.isPresent() != (role == Role.PATIENT)) {
            throw new IllegalArgumentException("a patient has a record of his own, and nobody else");
        }
        if (practitioner.isPresent() && role == Role.PATIENT) {
            throw new IllegalArgumentException("a patient does not sign in as a practitioner");
        }
    }

    @Override
    public String toString() {
        return "User[" + id + ", " + role + "]";
    }
}
