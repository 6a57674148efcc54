package org.healthsphere.node.web.view;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Who a record is about.
 *
 * @param birthDate as far as it is known to the day
 * @param identifiers numbers by which this hospital knows him
 */
public record Person(String name, Optional<LocalDate> birthDate, Sex sex, List<String> identifiers) {
    public Person {
        identifiers = List.copyOf(identifiers);
    }

    /** FHIR's administrative gender. */
    public enum Sex {
        FEMALE,
        MALE,
        OTHER,
        UNKNOWN
    }

    @Override
    public String toString() {
        return "Person[REDACTED]";
    }
}
