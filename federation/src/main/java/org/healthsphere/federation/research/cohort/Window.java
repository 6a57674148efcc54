package org.healthsphere.federation.research.cohort;

import java.time.LocalDate;

/** Days, the first and the last included. */
public record Window(LocalDate from, LocalDate to) {
    public Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a window ends before it begins");
        }
    }
}
