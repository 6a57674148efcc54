package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.exchange.RecordFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which part of a record leaves, when part of it is asked for. */
class CompartmentTest {
    private final House house = new House();

    @BeforeEach
    void a_record() {
        house.put("Patient", "ann", "ann", "{'birthDate':'1961-07-09'}");
        house.put("Patient", "bea", "bea", "{'birthDate':'1962-07-09'}");
        house.put("Binary", "b1", "ann", "{'contentType':'text/plain','data':'QQ=='}");
        house.put("Binary", "b2", "ann", "{'contentType':'text/plain','data':'QQ=='}");
        house.put("Binary", "b3", "bea", "{'contentType':'text/plain','data':'QQ=='}");
        house.put("Observation", "o1", "ann", observation("2020-05-05"));
        house.put("Observation", "o2", "ann", observation("2024-05-05"));
        house.put("AllergyIntolerance", "a1", "ann", "{'patient':{'reference':'Patient/ann'}}");
    }

    private static String observation(String day) {
        return "{'status':'final','subject':{'reference':'Patient/ann'},'code':{'text':'x'},'effectiveDateTime':'" + day
                + "'}";
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<String> released(RecordFilter filter) {
        return house
                .gate
                .release(house.own(), Optional.of("ann"), Compartment.of(filter))
                .orElseThrow()
                .records()
                .stream()
                .map(resource -> resource.id().toString())
                .toList();
    }

    private static RecordFilter between(Set<String> types, String from, String to) {
        return new RecordFilter(types, Optional.of(LocalDate.parse(from)), Optional.of(LocalDate.parse(to)));
    }

    @Test
    void certain_resources_are_those_and_no_other() {
        assertThat(released(RecordFilter.only(Set.of("Binary/b2", "Observation/o1"))))
                .containsExactly("Binary/b2", "Observation/o1");
        assertThat(released(RecordFilter.only(Set.of("Binary/none")))).isEmpty();
        assertThat(released(RecordFilter.only(Set.of("Binary/b3"))))
                .as("another patient's")
                .isEmpty();
        assertThat(released(RecordFilter.only(Set.of("Patient/bea")))).isEmpty();
    }

    @Test
    void what_is_in_nobodys_record_leaves_with_nobodys() {
        house.put("Binary", "b9", Optional.empty(), "{'contentType':'text/plain','data':'QQ=='}");
        var wanted = RecordFilter.only(Set.of("Binary/b9", "Binary/b1"));
        assertThat(released(wanted)).containsExactly("Binary/b1");
        assertThat(house.gate
                        .release(house.own(), Optional.empty(), Compartment.of(wanted))
                        .orElseThrow()
                        .records())
                .isEmpty();
    }

    @Test
    void of_a_time_is_what_has_a_date_in_it_or_none() {
        assertThat(released(between(Set.of("Observation"), "2024-01-01", "2024-12-31")))
                .containsExactly("Observation/o2");
        assertThat(released(between(Set.of(), "2020-01-01", "2020-12-31")))
                .containsExactly("AllergyIntolerance/a1", "Observation/o1", "Patient/ann");
        assertThat(released(between(Set.of("Binary", "Patient"), "2020-01-01", "2020-12-31")))
                .as("what is known by its document only is not searched for")
                .containsExactly("Patient/ann");
    }

    @Test
    void a_type_of_which_nothing_certain_is_asked_has_nothing() {
        var filter = new RecordFilter(
                Set.of("Observation", "Binary"), Optional.empty(), Optional.empty(), Set.of("Binary/b1"));
        assertThat(released(filter)).containsExactly("Binary/b1");
    }
}
