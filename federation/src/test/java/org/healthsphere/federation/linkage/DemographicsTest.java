package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;
import org.junit.jupiter.api.Test;

class DemographicsTest {
    private static final String PATIENT = """
            {"resourceType":"Patient","birthDate":"1970-04-01","gender":"female","multipleBirthInteger":2,
             "name":[{"given":["Aba","Beba"],"family":"Testova"},{"use":"maiden","family":"Probe"},{"text":"?"}],
             "address":[{"line":["1 Test St"],"city":"Town","postalCode":"01234"}],
             "telecom":[{"system":"phone","value":"555-0100"},{"system":"email","value":"a@example.org"}],
             "identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-12-0001"},
                           {"system":"urn:x","value":"7","type":{"coding":[{"code":"MR"}]}},
                           {"system":"urn:n","value":"8","type":{"coding":[{"code":"NI"}]}},
                           {"value":"no system"}]}
            """;

    @Test
    void everything_by_which_a_person_is_recognised_is_read_from_a_patient() throws JsonProcessingException {
        assertThat(Demographics.of(new ObjectMapper().readTree(PATIENT)))
                .isEqualTo(new Demographics(
                        List.of(new Name("Aba Beba", "Testova"), new Name("", "Probe")),
                        Optional.of("1970-04-01"),
                        AdministrativeGender.FEMALE,
                        List.of(new Address("1 Test St", "Town", "01234")),
                        List.of("555-0100"),
                        List.of(
                                new Identifier("http://hl7.org/fhir/sid/us-ssn", "999-12-0001", true),
                                new Identifier("urn:x", "7", false),
                                new Identifier("urn:n", "8", true)),
                        true));
    }

    @Test
    void a_patient_of_whom_nothing_is_known_is_read_too() {
        assertThat(Demographics.of(new ObjectMapper().createObjectNode()))
                .isEqualTo(new Demographics(
                        List.of(),
                        Optional.empty(),
                        AdministrativeGender.UNKNOWN,
                        List.of(),
                        List.of(),
                        List.of(),
                        false));
    }

    @Test
    void who_it_is_is_never_printed() throws JsonProcessingException {
        var person = Demographics.of(new ObjectMapper().readTree(PATIENT));
        assertThat("" + person + person.names() + person.addresses() + person.identifiers() + Form.of(person))
                .doesNotContain("Test", "test", "Aba", "1970", "999");
    }
}
