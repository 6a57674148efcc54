package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResearchColumnsTest {
    private final Shelf shelf = new Shelf();
    private final ResearchColumns columns = new ResearchColumns(shelf.store);

    /** Whatever is created, changed, moved to another patient, deleted or erased: what follows the changes equals what begins anew. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void following_the_changes_comes_to_the_same_as_beginning_anew(long seed) {
        var random = new SplittableRandom(seed);
        for (var i = 0; i < 150; i++) {
            change(random);
            if (random.nextInt(5) == 0) {
                assertThat(facts(columns.snapshot())).isEqualTo(facts(new ResearchColumns(shelf.store).snapshot()));
            }
        }
        assertThat(facts(columns.snapshot())).isNotEmpty();
    }

    private void change(SplittableRandom random) {
        var patient = "p" + random.nextInt(4);
        var id = "r" + random.nextInt(12);
        switch (random.nextInt(8)) {
            case 0 -> shelf.put("Patient", patient, patient, Records.patient("19" + (20 + random.nextInt(70)), "male"));
            case 1 -> shelf.delete("Patient", patient);
            case 2, 3 ->
                shelf.put("Condition", id, patient, Records.condition(random.nextBoolean() ? "asthma" : "gout"));
            case 4, 5 -> shelf.put("Observation", id, patient, Records.hba1c(5 + random.nextInt(6) + ".0", "%"));
            case 6 -> {
                var _ = shelf.store.erase(patient, _ -> {});
            }
            default -> shelf.delete(random.nextBoolean() ? "Condition" : "Observation", id);
        }
    }

    private static Map<String, List<String>> facts(ColumnSnapshot snapshot) {
        Map<String, List<String>> facts = new HashMap<>();
        snapshot.rows().forEach((patient, row) -> {
            List<String> texts = new java.util.ArrayList<>();
            for (var i = 0; i < row.size(); i++) {
                var measured = row.measured(i, snapshot.units()::get);
                texts.add(snapshot.kinds().get(row.kind(i)) + " " + row.earliest(i) + " " + row.latest(i) + " "
                        + measured.map(m -> m.value() + m.unit()).orElse(""));
            }
            texts.sort(Comparator.naturalOrder());
            texts.add(String.valueOf(row.demographics()));
            if (row.size() > 0 || row.demographics().isPresent()) {
                facts.put(patient, texts);
            }
        });
        return facts;
    }

    @Test
    void a_snapshot_does_not_change_any_more() {
        shelf.put("Patient", "p", "p", Records.patient("1950", "male"));
        shelf.put("Observation", "o", "p", Records.hba1c("9.1", "%"));
        var before = columns.snapshot();
        var facts = facts(before);
        shelf.put("Observation", "o", "p", Records.hba1c("5.1", "mmol/mol"));
        assertThat(facts(columns.snapshot())).isNotEqualTo(facts);
        assertThat(facts(before)).isEqualTo(facts);
    }

    @Test
    void what_changes_nothing_that_research_could_find_does_not_make_it_newer() {
        shelf.put("Patient", "p", "p", Records.patient("1950", "male"));
        shelf.put("Condition", "c", "p", Records.condition("asthma"));
        assertThat(columns.snapshot().change()).isEqualTo(2);
        shelf.put("Encounter", "e", "p", "{\"status\":\"finished\"}");
        shelf.store.putMark(new org.healthsphere.node.store.Commit.Mark("s", "k", org.healthsphere.specs.Bytes.NONE));
        assertThat(columns.snapshot().change()).isEqualTo(2);
        shelf.delete("Condition", "c");
        assertThat(columns.snapshot().change()).isEqualTo(5);
    }

    @Test
    void after_a_change_that_cannot_be_read_nothing_is_half_done() {
        shelf.put("Condition", "c", "p", Records.condition("asthma"));
        shelf.put("Condition", "d", "p", "{\"resourceType\":\"Condition\",\"onset\":tru}");
        org.assertj.core.api.Assertions.assertThatThrownBy(columns::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Condition/d");
        org.assertj.core.api.Assertions.assertThatThrownBy(columns::snapshot).isInstanceOf(IllegalStateException.class);
    }
}
