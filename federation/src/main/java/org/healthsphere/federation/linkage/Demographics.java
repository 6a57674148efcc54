package org.healthsphere.federation.linkage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Who a patient is, as one hospital has written it down; earlier names and addresses included.
 *
 * @param birthDate as FHIR writes it: {@code 1970}, {@code 1970-04} or {@code 1970-04-01}
 * @param multipleBirth whether there may be a twin: then a name that only sounds alike is nobody's
 */
public record Demographics(
        List<Name> names,
        Optional<String> birthDate,
        AdministrativeGender gender,
        List<Address> addresses,
        List<String> phones,
        List<Identifier> identifiers,
        boolean multipleBirth) {

    public Demographics {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        phones = List.copyOf(phones);
        identifiers = List.copyOf(identifiers);
    }

    /** What a FHIR R4 Patient says; what it does not say is left out. */
    public static Demographics of(JsonNode patient) {
        return PatientReader.read(patient);
    }

    /** Never who it is: this lands in logs. */
    @Override
    public String toString() {
        return "Demographics[REDACTED]";
    }

    public record Name(String given, String family) {
        @Override
        public String toString() {
            return "Name[REDACTED]";
        }
    }

    public record Address(String line, String city, String postalCode) {
        @Override
        public String toString() {
            return "Address[REDACTED]";
        }
    }

    /**
     * A number by which somebody knows the patient.
     *
     * @param national whether it is one number for life, given by a country: two of them do not belong to one person
     */
    public record Identifier(String system, String value, boolean national) {
        @Override
        public String toString() {
            return "Identifier[REDACTED]";
        }
    }
}
