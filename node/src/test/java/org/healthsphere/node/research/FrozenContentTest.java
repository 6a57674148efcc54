package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class FrozenContentTest {
    private final Shelf shelf = new Shelf();

    private static Sha256 digest(ResearchColumns columns, ReleaseFilter filter) {
        return new FrozenContent(new PermittedFacts(columns.snapshot(), filter)).digest();
    }

    private Sha256 now() {
        return digest(new ResearchColumns(shelf.store), ReleaseFilter.everything());
    }

    private void put(String patient, String value) {
        shelf.put("Patient", patient, patient, Records.patient("1950", "female"));
        shelf.put("Observation", "o-" + patient, patient, Records.hba1c(value, "%"));
    }

    @Test
    void the_same_facts_come_to_the_same_digest_in_whatever_order_they_came() {
        var columns = new ResearchColumns(shelf.store);
        put("ann", "9.1");
        put("bob", "7.0");
        var before = digest(columns, ReleaseFilter.everything());
        put("ann", "8.0");
        assertThat(digest(columns, ReleaseFilter.everything())).isNotEqualTo(before);
        put("ann", "9.1");
        assertThat(digest(columns, ReleaseFilter.everything()))
                .as("step by step, and read anew")
                .isEqualTo(before)
                .isEqualTo(now());
        var other = new Shelf();
        other.put("Observation", "o-bob", "bob", Records.hba1c("7.0", "%"));
        other.put("Observation", "o-ann", "ann", Records.hba1c("9.1", "%"));
        other.put("Patient", "bob", "bob", Records.patient("1950", "female"));
        other.put("Patient", "ann", "ann", Records.patient("1950", "female"));
        assertThat(digest(new ResearchColumns(other.store), ReleaseFilter.everything()))
                .isEqualTo(before);
    }

    @Test
    void nothing_that_a_cohort_may_ask_for_is_left_out_of_it() {
        var digests = new HashSet<Sha256>();
        for (var patient : List.of("{}", "{\"deceasedBoolean\":true}", "{\"address\":[{\"postalCode\":\"60611\"}]}")) {
            shelf.put("Patient", "ann", "ann", patient);
            digests.add(now());
        }
        var coded = "\"code\":{\"coding\":[{\"system\":\"s\",\"code\":\"c\"}]}";
        for (var more : List.of(
                "\"status\":\"final\"",
                "\"status\":\"amended\"",
                "\"status\":\"final\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"s\",\"code\":\"v\"}]}",
                "\"status\":\"final\",\"interpretation\":[{\"coding\":[{\"code\":\"A\"}]}]",
                "\"status\":\"final\",\"encounter\":{\"reference\":\"Encounter/e\"}")) {
            shelf.put("Observation", "o", "ann", "{" + coded + "," + more + "}");
            digests.add(now());
        }
        assertThat(digests).hasSize(8);
    }

    @Test
    void whatever_is_not_permitted_is_not_in_it() {
        put("ann", "9.1");
        var ann = now();
        put("bob", "7.0");
        assertThat(now()).isNotEqualTo(ann);
        assertThat(digest(new ResearchColumns(shelf.store), new ReleaseFilter(Optional.of(Set.of("ann")), Map.of())))
                .isEqualTo(ann);
    }

    @Test
    void under_two_keys_it_is_two_and_neither_is_the_digest_itself() {
        put("ann", "9.1");
        var content = "content|" + now();
        var one = new RollNames(Bytes.utf8("one")).keyed(content);
        assertThat(one)
                .isEqualTo(new RollNames(Bytes.utf8("one")).keyed(content))
                .isNotEqualTo(new RollNames(Bytes.utf8("two")).keyed(content))
                .isNotEqualTo(now());
    }
}
