package org.healthsphere.node.web.view;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Hospitals that contradict each other; nobody but a clinician can say who is right. */
public record Conflict(Category category, String what, List<Claim> claims) {
    public Conflict {
        claims = List.copyOf(claims);
    }

    /** What one hospital says. */
    public record Claim(String says, Hospital by, Optional<LocalDate> on) {
        @Override
        public String toString() {
            return "Claim[" + by + "]";
        }
    }

    @Override
    public String toString() {
        return "Conflict[" + category + "]";
    }
}
