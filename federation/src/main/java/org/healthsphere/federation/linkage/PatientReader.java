package org.healthsphere.federation.linkage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;

/** Reads the Patient of FHIR R4. */
final class PatientReader {
    /** HL7 table 0203: social security number, national unique individual identifier, health card number. */
    private static final Set<String> NATIONAL_TYPES = Set.of("SS", "NI", "JHN");

    private static final Set<String> NATIONAL_SYSTEMS =
            Set.of("http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1");

    private PatientReader() {}

    static Demographics read(JsonNode patient) {
        return new Demographics(
                each(patient.path("name"), PatientReader::name),
                Optional.of(patient.path("birthDate").asText("")).filter(date -> !date.isEmpty()),
                AdministrativeGender.of(patient.path("gender").asText("")).orElse(AdministrativeGender.UNKNOWN),
                each(patient.path("address"), PatientReader::address),
                each(patient.path("telecom"), PatientReader::phone),
                each(patient.path("identifier"), PatientReader::identifier),
                isMultipleBirth(patient));
    }

    private static Optional<Name> name(JsonNode name) {
        var read = new Name(joined(name.path("given")), name.path("family").asText(""));
        return Optional.of(read).filter(n -> !n.given().isEmpty() || !n.family().isEmpty());
    }

    private static Optional<Address> address(JsonNode address) {
        return Optional.of(new Address(
                joined(address.path("line")),
                address.path("city").asText(""),
                address.path("postalCode").asText("")));
    }

    private static Optional<String> phone(JsonNode telecom) {
        var system = telecom.path("system").asText("");
        return Optional.of(telecom.path("value").asText(""))
                .filter(value -> !value.isEmpty() && (system.equals("phone") || system.equals("sms")));
    }

    private static Optional<Identifier> identifier(JsonNode identifier) {
        var system = identifier.path("system").asText("");
        var value = identifier.path("value").asText("");
        var national = NATIONAL_SYSTEMS.contains(system)
                || each(
                                identifier.path("type").path("coding"),
                                coding -> Optional.of(coding.path("code").asText("")))
                        .stream()
                        .anyMatch(NATIONAL_TYPES::contains);
        return system.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Identifier(system, value, national));
    }

    private static boolean isMultipleBirth(JsonNode patient) {
        return patient.path("multipleBirthBoolean").asBoolean(false) || patient.has("multipleBirthInteger");
    }

    private static String joined(JsonNode texts) {
        return String.join(" ", each(texts, text -> Optional.of(text.asText(""))));
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, Optional<T>> read) {
        return StreamSupport.stream(array.spliterator(), false)
                .flatMap(node -> read.apply(node).stream())
                .toList();
    }
}
