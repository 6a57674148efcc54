package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.CohortRecords.Frozen;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsentedRecordsTest {
    private final Shelf shelf = new Shelf();
    private Outcome<Permission> permission = Outcome.of(new Permission(ReleaseFilter.everything(), 3));
    private final ConsentedRecords records = new ConsentedRecords(
            new ResearchColumns(shelf.store), (_, _) -> permission, new RollNames(Bytes.utf8("salt")));

    @BeforeEach
    void two_patients_with_a_diagnosis_and_a_result_each() {
        for (var patient : Set.of("ann", "bob")) {
            shelf.put("Patient", patient, patient, Records.patient("1950", "female"));
            shelf.put("Condition", "c-" + patient, patient, Records.condition("asthma"));
            shelf.put("Observation", "o-" + patient, patient, Records.hba1c("9.1", "%"));
        }
        shelf.put("Observation", "of-nobody-known", "carl", Records.hba1c("9.1", "%"));
    }

    @Test
    void without_restrictions_everybody_who_has_a_record_is_in() {
        assertThat(factsOf(freeze())).isEqualTo(4);
        assertThat(freeze().facts().patients()).isEqualTo(2);
        assertThat(freeze().snapshot()).isEqualTo(new Snapshot(7, 3));
    }

    @Test
    void only_whose_consent_permits_research_is_in() {
        permit(Optional.of(Set.of("ann")), Map.of());
        assertThat(freeze().facts().patients()).isEqualTo(1);
        permission = Outcome.of(new Permission(ReleaseFilter.nothing(), 3));
        assertThat(freeze().facts().patients()).isZero();
    }

    @Test
    void a_hidden_type_category_or_code_is_not_there() {
        permit(Optional.empty(), Map.of("ann", hiding(Set.of("Condition"), Set.of())));
        assertThat(factsOf(freeze())).isEqualTo(3);
        var category = new Coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory");
        permit(Optional.empty(), Map.of("ann", hiding(Set.of(), Set.of(category))));
        assertThat(factsOf(freeze())).isEqualTo(3);
        var code = new Coding("http://snomed.info/sct", "44054006");
        permit(Optional.empty(), Map.of("ann", hiding(Set.of(), Set.of(code)), "bob", hiding(Set.of(), Set.of(code))));
        assertThat(factsOf(freeze())).isEqualTo(2);
    }

    @Test
    void a_hidden_label_is_not_there() {
        var label = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "PSY");
        shelf.put(
                "Condition",
                "labelled",
                "bob",
                Records.condition("depression")
                        .replaceFirst(
                                "\\{",
                                "{\"meta\":{\"security\":[{\"system\":\"" + label.system()
                                        + "\",\"code\":\"PSY\"}]},"));
        assertThat(factsOf(freeze())).isEqualTo(5);
        permit(Optional.empty(), Map.of("bob", new Hidden(false, Set.of(), Set.of(label), Set.of())));
        assertThat(factsOf(freeze())).isEqualTo(4);
    }

    @Test
    void who_hides_all_or_the_patient_itself_is_not_in() {
        permit(Optional.empty(), Map.of("ann", Hidden.everything()));
        assertThat(freeze().facts().patients()).isEqualTo(1);
        permit(Optional.empty(), Map.of("ann", hiding(Set.of("Patient"), Set.of())));
        assertThat(freeze().facts().patients()).isEqualTo(1);
    }

    @Test
    void stale_consents_freeze_nothing() {
        permission = Outcome.failed(new Fault.Unavailable("the consent view"));
        assertThat(records.freeze(PurposeOfUse.HRESCH, "s"))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the consent view")));
    }

    @Test
    void a_block_that_changes_no_permission_does_not_make_the_snapshot_newer() {
        permit(Optional.of(Set.of("ann")), Map.of());
        var before = freeze().snapshot();
        permission = Outcome.of(new Permission(new ReleaseFilter(Optional.of(Set.of("ann")), Map.of()), 9));
        assertThat(freeze().snapshot()).isEqualTo(before);
        permission = Outcome.of(new Permission(ReleaseFilter.nothing(), 10));
        assertThat(freeze().snapshot()).isEqualTo(new Snapshot(before.storeChange(), 10));
        permission = Outcome.of(new Permission(new ReleaseFilter(Optional.of(Set.of("ann")), Map.of()), 11));
        assertThat(freeze().snapshot()).isEqualTo(new Snapshot(before.storeChange(), 11));
    }

    private void permit(Optional<Set<String>> only, Map<String, Hidden> restricted) {
        permission = Outcome.of(new Permission(new ReleaseFilter(only, restricted), 3));
    }

    private static Hidden hiding(Set<String> types, Set<Coding> codes) {
        return new Hidden(false, types, Set.of(), codes);
    }

    private Frozen freeze() {
        return records.freeze(PurposeOfUse.HRESCH, "s").orElseThrow();
    }

    private static int factsOf(Frozen frozen) {
        return IntStream.range(0, frozen.facts().patients())
                .mapToObj(frozen.facts()::patient)
                .mapToInt(PatientFacts::facts)
                .sum();
    }
}
