package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.node.research.RollProof.Entry;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of everybody it can be shown that he is in a roll, or that he is not, and never both. */
class ConsentRollTest {
    private static final RollNames NAMES = new RollNames(Bytes.utf8("chance that stays"));
    private static final Sha256 PLAN = Sha256.of("a study");
    private static final Sha256 NOTHING_HIDDEN = Sha256.of("");

    private static Sha256 name(String patient) {
        return RollNames.name(NAMES.keyOf(patient), PLAN);
    }

    private static ConsentRoll of(int patients) {
        return ConsentRoll.of(IntStream.range(0, patients)
                .mapToObj(i -> new Entry(name("p" + i), NOTHING_HIDDEN))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 100})
    void who_is_in_it_is_shown_to_be_and_who_is_not_is_shown_not_to_be(int patients) {
        var roll = of(patients);
        for (var i = 0; i < patients + 20; i++) {
            var name = name("p" + i);
            assertThat(roll.proof(name).shows(roll.root(), name)).contains(i < patients);
        }
    }

    @Test
    void a_proof_holds_for_its_own_root_and_name_only() {
        var roll = of(9);
        var without = ConsentRoll.of(IntStream.range(0, 9)
                .filter(i -> i != 4)
                .mapToObj(i -> new Entry(name("p" + i), NOTHING_HIDDEN))
                .toList());
        var name = name("p4");
        assertThat(without.proof(name).shows(without.root(), name))
                .as("whoever has withdrawn is not in the next one")
                .contains(false);
        assertThat(without.proof(name).shows(roll.root(), name)).isEmpty();
        assertThat(roll.proof(name).shows(without.root(), name)).isEmpty();
        assertThat(roll.proof(name("p5")).shows(roll.root(), name)).isEmpty();
    }

    @Test
    void nobody_is_shown_to_be_away_by_those_who_are_not_his_neighbours() {
        var roll = of(50);
        var name = name("p7");
        var others = IntStream.range(0, 50)
                .mapToObj(i -> roll.proof(name("p" + i)).places().getFirst())
                .toList();
        for (var one : others) {
            for (var other : others) {
                var proof = new RollProof(50, roll.proof(name).tree(), List.of(one, other));
                assertThat(proof.shows(roll.root(), name)).isNotEqualTo(Optional.of(false));
            }
        }
    }

    @Test
    void a_proof_travels_as_json_and_a_bent_one_shows_nothing() {
        var roll = of(9);
        var name = name("p3");
        var json = roll.proof(name).json();
        assertThat(RollProof.read(json).orElseThrow()).isEqualTo(roll.proof(name));
        ((ObjectNode) json.path("places").path(0))
                .put("terms", Sha256.of("other").hex());
        assertThat(RollProof.read(json).orElseThrow().shows(roll.root(), name)).isEmpty();
        assertThat(RollProof.read(json.put("tree", "none"))).isEmpty();
    }

    @Test
    void a_roll_is_kept_in_64_bytes_for_each_and_read_again() {
        var roll = of(9);
        assertThat(roll.bytes().length()).isEqualTo(9 * 64);
        assertThat(ConsentRoll.read(roll.bytes()).root()).isEqualTo(roll.root());
    }

    @Test
    void names_of_two_studies_and_keys_of_two_hospitals_have_nothing_in_common() {
        assertThat(RollNames.name(NAMES.keyOf("p1"), Sha256.of("another"))).isNotEqualTo(name("p1"));
        assertThat(new RollNames(Bytes.utf8("other chance")).keyOf("p1")).isNotEqualTo(NAMES.keyOf("p1"));
    }
}
