package org.healthsphere.node.access;

import java.util.Optional;
import org.healthsphere.specs.Role;

/** What it takes to open an account. */
public record NewUser(
        String login,
        String name,
        Role role,
        Optional<String> patient,
        Optional<String> practitioner,
        Password password) {
    /** Whom no Practitioner stands for. */
    public NewUser(String login, String name, Role role, Optional<String> patient, Password password) {
        this(login, name, role, patient, Optional.empty(), password);
    }

    @Override
    public String toString() {
        return "NewUser[" + role + "]";
    }
}
