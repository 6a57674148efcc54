package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Kind.Traits;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be asked of a record beside its code, its day and a comparison, and of a person beside age and gender. */
class CohortCircumstancesTest {
    private static final String LAB = SmallTerminology.LABORATORY;

    private static Coding lab(String code) {
        return new Coding(LAB, code);
    }

    private static Fact test(String code, Traits traits, String value, long record, long during) {
        return new Fact(
                new Kind(FactType.OBSERVATION, Set.of(lab(code)), traits),
                100,
                100,
                value.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Measured(new BigDecimal(value), Bound.EXACT, "mm[Hg]")),
                record,
                during);
    }

    private static Fact visit(String kind, long record) {
        return new Fact(
                new Kind(FactType.ENCOUNTER, Set.of(lab(kind)), new Traits("finished", Set.of(), false)),
                100,
                101,
                Optional.empty(),
                record,
                0);
    }

    private static boolean holds(String cohort, boolean deceased, Set<String> regions, Fact... facts) {
        var read = StrictObject.read(Bytes.utf8(cohort.replace('\'', '"')).array(), CohortJson::cohort)
                .orElseThrow();
        var table = new ListedFacts(List.of(new Person(0, 0, Sex.FEMALE, List.of(facts), deceased, regions)));
        var selection = new CohortEvaluator(new SmallTerminology())
                .select(read, List.of())
                .orElseThrow();
        var members = selection.members(read, table);
        assertThat(selection.members(read, new IndexedFacts(table))).isEqualTo(members);
        return members.length == 1;
    }

    private static boolean holds(String more, Fact... facts) {
        return holds(
                "{'has':{'type':'Observation','code':{'codes':[{'system':'" + LAB + "','code':'systolic'}]}," + more + "}}",
                false,
                Set.of(),
                facts);
    }

    @Test
    void a_person_is_known_to_have_died_or_is_not() {
        assertThat(holds("{'demo':{'deceased':true}}", true, Set.of())).isTrue();
        assertThat(holds("{'demo':{'deceased':true}}", false, Set.of())).isFalse();
        assertThat(holds("{'not':{'demo':{'deceased':true}}}", false, Set.of())).isTrue();
    }

    @Test
    void a_person_lives_in_each_of_his_regions() {
        assertThat(holds("{'demo':{'region':'606'}}", false, Set.of("606", "SW1"))).isTrue();
        assertThat(holds("{'demo':{'region':'607'}}", false, Set.of("606", "SW1"))).isFalse();
        assertThat(holds("{'demo':{'region':'606'}}", false, Set.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"119, false", "120, true", "140, true", "140.1, false", "'', false"})
    void both_ends_of_a_range_belong_to_it(String value, boolean expected) {
        assertThat(holds("'value':{'from':120,'to':140,'ucum':'mm[Hg]'}", test("systolic", Traits.NONE, value, 0, 0)))
                .isEqualTo(expected);
    }

    @Test
    void a_value_that_is_a_code_is_one_of_those_that_are_asked_for() {
        var positive = test("systolic", new Traits("", Set.of(new Coding("s", "pos")), false), "", 0, 0);
        assertThat(holds("'value':{'concept':{'codes':[{'system':'s','code':'pos'}]}}", positive))
                .isTrue();
        assertThat(holds("'value':{'concept':{'codes':[{'system':'s','code':'neg'}]}}", positive))
                .isFalse();
        assertThat(holds("'value':{'concept':{'codes':[{'system':'s','code':'pos'}]}}", test("systolic", Traits.NONE, "1", 0, 0)))
                .isFalse();
    }

    @Test
    void a_result_is_abnormal_if_somebody_has_said_so() {
        assertThat(holds("'value':{'abnormal':true}", test("systolic", new Traits("", Set.of(), true), "", 0, 0)))
                .isTrue();
        assertThat(holds("'value':{'abnormal':true}", test("systolic", Traits.NONE, "999", 0, 0)))
                .isFalse();
    }

    @Test
    void a_record_has_one_of_the_statuses() {
        var active = test("systolic", new Traits("active", Set.of(), false), "", 0, 0);
        assertThat(holds("'status':['active','recurrence']", active)).isTrue();
        assertThat(holds("'status':['resolved']", active)).isFalse();
    }

    @Test
    void a_component_is_within_its_own_panel_only() {
        var within = "'value':{'op':'ge','val':140,'ucum':'mm[Hg]'},'within':{'type':'Observation','code':{'codes':[{'system':'"
                + LAB + "','code':'panel'}]}}";
        assertThat(holds(within, test("panel", Traits.NONE, "", 1, 0), test("systolic", Traits.NONE, "150", 1, 0)))
                .isTrue();
        assertThat(holds(within, test("panel", Traits.NONE, "", 1, 0), test("systolic", Traits.NONE, "150", 2, 0)))
                .isFalse();
        assertThat(holds(within, test("panel", Traits.NONE, "", 0, 0), test("systolic", Traits.NONE, "150", 0, 0)))
                .as("of what nobody knows where it is from nothing is part")
                .isFalse();
    }

    @Test
    void a_record_is_within_the_encounter_that_it_belongs_to() {
        var within = "'within':{'type':'Encounter','code':{'codes':[{'system':'" + LAB + "','code':'IMP'}]}}";
        assertThat(holds(within, visit("IMP", 7), test("systolic", Traits.NONE, "1", 1, 7)))
                .isTrue();
        assertThat(holds(within, visit("IMP", 7), test("systolic", Traits.NONE, "1", 1, 8)))
                .isFalse();
        assertThat(holds(within, visit("AMB", 7), test("systolic", Traits.NONE, "1", 1, 7)))
                .isFalse();
    }

    @Test
    void an_expression_means_what_its_implicit_value_set_means() {
        var asthma = new Fact(
                new Kind(FactType.CONDITION, Set.of(new Coding(SmallTerminology.CONDITIONS, "asthma"))),
                0,
                0,
                Optional.empty());
        assertThat(holds(
                        "{'has':{'type':'Condition','code':{'ecl':'<< 195967001'}}}",
                        false,
                        Set.of(),
                        asthma))
                .isTrue();
        assertThat(new Concepts.Expression("< 1 |a b|", "http://snomed.info/sct/900000000000207008/version/20240301")
                        .canonical())
                .isEqualTo("http://snomed.info/sct/900000000000207008/version/20240301"
                        + "?fhir_vs=ecl/%3C%201%20%7Ca%20b%7C");
    }

    @Test
    void another_record_may_come_before() {
        var before = "{'seq':{'which':'first','first':{'type':'Condition','code':{'ecl':'<< 195967001'}},"
                + "'then':{'type':'Observation','code':{'codes':[{'system':'" + LAB
                + "','code':'systolic'}]}},'gap':{'min':%s,'max':%s}}}";
        var asthma = new Fact(
                new Kind(FactType.CONDITION, Set.of(new Coding(SmallTerminology.CONDITIONS, "asthma"))),
                130,
                130,
                Optional.empty());
        var test = test("systolic", Traits.NONE, "1", 0, 0);
        assertThat(holds(before.formatted(-30, 0), false, Set.of(), asthma, test)).isTrue();
        assertThat(holds(before.formatted(-29, 0), false, Set.of(), asthma, test)).isFalse();
        assertThat(holds(before.formatted(0, 30), false, Set.of(), asthma, test)).isFalse();
    }
}
