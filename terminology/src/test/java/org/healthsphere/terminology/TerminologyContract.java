package org.healthsphere.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.Samples.ANIMALS;
import static org.healthsphere.terminology.Samples.FARM;
import static org.healthsphere.terminology.Samples.OLD_FARM;
import static org.healthsphere.terminology.Samples.SHOUTED;
import static org.healthsphere.terminology.Samples.animal;

import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Subsumption;
import org.healthsphere.terminology.Terminology.Translation;
import org.healthsphere.terminology.Terminology.Validation;
import org.junit.jupiter.api.Test;

/** What every terminology over {@link Samples} owes. */
public interface TerminologyContract {
    String VS = "https://example.org/vs/";

    Terminology terminology();

    @Test
    default void a_code_is_looked_up_with_version_display_and_status() {
        assertThat(terminology().lookup(animal("duck")).orElseThrow())
                .isEqualTo(new Concept(animal("duck"), "1.0", "Duck", false));
        assertThat(terminology().lookup(animal("dodo")).orElseThrow())
                .isEqualTo(new Concept(animal("dodo"), "1.0", "Dodo", true));
    }

    @Test
    default void a_code_comes_back_as_its_system_spells_it() {
        assertThat(terminology().lookup(new Coding(SHOUTED, "AB-1")).orElseThrow())
                .isEqualTo(new Concept(new Coding(SHOUTED, "Ab-1"), "7", "First", false));
    }

    @Test
    default void an_unknown_code_or_system_is_not_found() {
        assertThat(fault(terminology().lookup(animal("yeti")))).isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().lookup(animal("DUCK")))).isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().lookup(new Coding("https://example.org/none", "x"))))
                .isInstanceOf(Fault.NotFound.class);
    }

    @Test
    default void subsumption_has_four_outcomes() {
        assertThat(subsumption("duck", "duck")).isEqualTo(Subsumption.EQUIVALENT);
        assertThat(subsumption("animal", "duck")).isEqualTo(Subsumption.SUBSUMES);
        assertThat(subsumption("duck", "swimmer")).isEqualTo(Subsumption.SUBSUMED_BY);
        assertThat(subsumption("trout", "bird")).isEqualTo(Subsumption.NOT_SUBSUMED);
    }

    private Subsumption subsumption(String a, String b) {
        return terminology().subsumes(animal(a), animal(b)).orElseThrow();
    }

    @Test
    default void an_unknown_code_is_never_not_subsumed() {
        assertThat(fault(terminology().subsumes(animal("yeti"), animal("duck"))))
                .isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().subsumes(animal("duck"), animal("yeti"))))
                .isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().subsumes(animal("duck"), new Coding(SHOUTED, "Ab-1"))))
                .isInstanceOf(Fault.Invalid.class);
    }

    @Test
    default void a_code_in_the_value_set_is_valid_and_named() {
        assertThat(terminology().validateCode(VS + "birds", animal("duck")).orElseThrow())
                .isEqualTo(new Validation(true, "Duck", ""));
        assertThat(terminology().validateCode(VS + "birds|1", animal("dodo")).orElseThrow())
                .isEqualTo(new Validation(true, "Dodo", ""));
    }

    @Test
    default void a_code_that_is_not_in_is_invalid_and_the_message_says_so() {
        for (var code : List.of(animal("trout"), animal("yeti"), new Coding("https://example.org/none", "x"))) {
            var answer = terminology().validateCode(VS + "birds", code).orElseThrow();
            assertThat(answer.result()).isFalse();
            assertThat(answer.display()).isEmpty();
            assertThat(answer.message()).contains(code.system()).contains(code.code());
        }
        assertThat(terminology()
                        .validateCode(VS + "living-birds", animal("dodo"))
                        .orElseThrow()
                        .result())
                .isFalse();
    }

    @Test
    default void an_unknown_value_set_or_version_is_a_fault() {
        assertThat(fault(terminology().expand(VS + "none"))).isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().validateCode(VS + "none", animal("duck"))))
                .isInstanceOf(Fault.NotFound.class);
        assertThat(fault(terminology().expand(VS + "birds|9")))
                .isInstanceOfAny(Fault.VersionMismatch.class, Fault.NotFound.class);
    }

    @Test
    default void an_expansion_lists_the_codes_in_order_of_the_hierarchy() {
        assertThat(codes("birds")).containsExactly("bird", "duck", "dodo");
        assertThat(codes("living-birds")).containsExactly("bird", "duck");
        assertThat(codes("swimming-birds")).containsExactly("duck");
        assertThat(codes("mixed")).containsExactlyInAnyOrder("swimmer", "trout", "Ab-1", "cD-2");
    }

    private List<String> codes(String valueSet) {
        return terminology().expand(VS + valueSet).orElseThrow().concepts().stream()
                .map(concept -> concept.coding().code())
                .toList();
    }

    @Test
    default void equal_sets_have_equal_digests_however_they_were_asked_for() {
        var digest = terminology().expand(VS + "birds").orElseThrow().digest();
        var below = terminology().descendantsAndSelf(animal("bird")).orElseThrow();
        assertThat(below.digest()).isEqualTo(digest);
        assertThat(digest)
                .isEqualTo(ExpansionDigest.ofLines(
                        List.of("bird", "dodo", "duck").stream().map(code -> ANIMALS + "|1.0#" + code + "\n")));
        assertThat(terminology().expand(VS + "living-birds").orElseThrow().digest())
                .isNotEqualTo(digest);
    }

    @Test
    default void what_is_below_a_code_answers_membership() {
        var below = terminology().descendantsAndSelf(animal("swimmer")).orElseThrow();
        assertThat(below.size()).isEqualTo(3);
        assertThat(List.of("swimmer", "duck", "trout")).allMatch(code -> below.contains(animal(code)));
        assertThat(List.of("animal", "bird", "yeti")).noneMatch(code -> below.contains(animal(code)));
        assertThat(below.contains(new Coding(SHOUTED, "duck"))).isFalse();
        assertThat(fault(terminology().descendantsAndSelf(animal("yeti")))).isInstanceOf(Fault.NotFound.class);
    }

    @Test
    default void a_code_is_translated_by_the_map_that_has_it() {
        assertThat(terminology().translate(new Coding(FARM, "D"), ANIMALS).orElseThrow())
                .containsExactly(
                        new Translation(animal("duck"), "Duck", "equivalent", "https://example.org/maps/farm|3"));
        assertThat(terminology().translate(new Coding(FARM, "P"), ANIMALS).orElseThrow())
                .containsExactly(
                        new Translation(animal("animal"), "Animal", "wider", "https://example.org/maps/farm|3"),
                        new Translation(animal("bird"), "Bird", "wider", "https://example.org/maps/farm|3"));
    }

    @Test
    default void maps_are_chained_and_the_chain_says_no_more_than_its_links() {
        var chain = "https://example.org/maps/old-farm|1, https://example.org/maps/farm|3";
        assertThat(terminology().translate(new Coding(OLD_FARM, "5"), ANIMALS).orElseThrow())
                .containsExactly(new Translation(animal("duck"), "Duck", "narrower", chain));
        assertThat(terminology().translate(new Coding(OLD_FARM, "4"), ANIMALS).orElseThrow())
                .extracting(Translation::relationship)
                .containsExactly("wider", "wider");
    }

    @Test
    default void a_code_without_a_match_has_no_translation() {
        assertThat(terminology().translate(new Coding(FARM, "T"), ANIMALS).orElseThrow())
                .isEmpty();
        assertThat(terminology().translate(new Coding(FARM, "Z"), ANIMALS).orElseThrow())
                .isEmpty();
        assertThat(terminology()
                        .translate(new Coding("https://example.org/none", "D"), ANIMALS)
                        .orElseThrow())
                .isEmpty();
    }

    static Fault fault(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Failure<?>(var fault) -> fault;
            case Outcome.Success<?> success -> throw new AssertionError("no fault but " + success);
        };
    }
}
