package org.healthsphere.node.openid;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Role;

/**
 * A member of the staff, as the hospital's provider says.
 *
 * @param subject by whom the provider knows him for good
 * @param name how pages address him
 * @param practitioner the id of the Practitioner that he is here
 * @param proved when he proved to the provider who he is
 */
public record Staff(String subject, String name, Role role, Optional<String> practitioner, Instant proved) {
    @Override
    public String toString() {
        return "Staff[" + role + "]";
    }
}
