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
 */
public record User(String id, String login, String name, Role role, Optional<String> patient) {
    public User {
        if (role == Role.SYSTEM) {
            throw new IllegalArgumentException("programs come with tokens, not with accounts");
        }
        if (patient.isPresent() != (role == Role.PATIENT)) {
            throw new IllegalArgumentException("a patient has a record of his own, and nobody else");
        }
    }

    @Override
    public String toString() {
        return "User[" + id + ", " + role + "]";
    }
}
