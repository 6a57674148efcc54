package org.healthsphere.node.web.view;

import java.time.LocalDate;
import java.util.List;

/**
 * Who a record is about.
 *
 * @param identifiers numbers by which this hospital knows him
 */
public record Person(String name, LocalDate birthDate, Sex sex, List<String> identifiers) {
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
