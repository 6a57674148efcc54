package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Conflict;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Measured;
import org.healthsphere.node.web.view.Measured.Amount;
import org.healthsphere.node.web.view.Measured.Mark;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.node.web.view.Person.Sex;
import org.healthsphere.node.web.view.Section;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.node.web.view.SiteAnswer.Status;
import org.healthsphere.node.web.view.Source;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordViewTest {
    private static final Hospital NORTH = new Hospital("north", "North Hospital");
    private static final Hospital SOUTH = new Hospital("south", "south");
    private static final Duration TOOK = Duration.ofMillis(7);
    private static final Instant AT = Instant.parse("2026-03-03T10:15:00Z");
    private static final String ANN =
            "{'resourceType':'Patient','id':'p','name':[{'family':'Sample','given':['Ann']}],'birthDate':'1961-07-09'}";

    private final RecordView view = new RecordView(new Hospitals(NORTH, nobody()));

    private static Members nobody() {
        var authority = Identities.of("north").authority();
        return new Members(Standing.open(new NodeFolder(Path.of("target", "no-such-folder")), authority, () -> AT));
    }

    @Test
    void nobody_who_says_who_it_is_no_record() {
        var record = merged(Map.of("north", answered(), "south", new MemberAnswer.Late()));
        assertThat(view.of(record, AT)).isEqualTo(Outcome.failed(new Fault.NotFound("record")));
    }

    @Test
    void every_member_is_accounted_for_and_this_one_comes_first() {
        Map<String, MemberAnswer> answers = new HashMap<>();
        answers.put("north", answered(ANN));
        answers.put("m-late", new MemberAnswer.Late());
        answers.put("m-nothing", new MemberAnswer.NothingToRelease(Bytes.utf8("{}")));
        answers.put("m-stale", new MemberAnswer.Stale());
        answers.put("m-unreachable", new MemberAnswer.Unreachable());
        answers.put("m-version", new MemberAnswer.VersionMismatch(Set.of(2)));
        answers.put("m-refused", new MemberAnswer.Refused(403));
        answers.put("m-too-long", new MemberAnswer.TooLong());
        answers.put("m-invalid", new MemberAnswer.Invalid("signature"));
        var shown = view.of(merged(answers), AT).orElseThrow();
        assertThat(shown.sites())
                .containsExactly(
                        new SiteAnswer(NORTH, Status.ANSWERED, 1, TOOK),
                        site("m-invalid", Status.INVALID),
                        site("m-late", Status.LATE),
                        site("m-nothing", Status.NOTHING_TO_RELEASE),
                        site("m-refused", Status.REFUSED),
                        site("m-stale", Status.STALE),
                        site("m-too-long", Status.TOO_LONG),
                        site("m-unreachable", Status.UNREACHABLE),
                        site("m-version", Status.VERSION_MISMATCH));
        assertThat(shown.gaps()).hasSize(7);
        assertThat(shown.isComplete()).isFalse();
        assertThat(shown.asOf()).isEqualTo(AT);
    }

    private static SiteAnswer site(String id, Status status) {
        return new SiteAnswer(new Hospital(id, id), status, 0, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "AllergyIntolerance, ALLERGIES",
        "MedicationRequest, MEDICINES",
        "MedicationStatement, MEDICINES",
        "MedicationAdministration, MEDICINES",
        "MedicationDispense, MEDICINES",
        "Condition, CONDITIONS",
        "Observation, RESULTS",
        "DiagnosticReport, RESULTS",
        "Immunization, VACCINATIONS",
        "Procedure, PROCEDURES",
        "Encounter, VISITS",
        "DocumentReference, DOCUMENTS",
        "Composition, DOCUMENTS"
    })
    void each_kind_has_its_section(String type, Category category) {
        var sections = sections("{'resourceType':'%s','id':'x'}".formatted(type));
        assertThat(sections).singleElement().extracting(Section::category).isEqualTo(category);
    }

    @Test
    void what_has_no_heading_is_left_out_and_the_person_is_no_section() {
        assertThat(sections("{'resourceType':'Basic','id':'x'}")).isEmpty();
    }

    @Test
    void sections_are_in_the_order_of_the_summary_and_newest_first_within() {
        var sections = sections(
                condition("c1", "Old", "'onsetDateTime':'2001-02-03'"),
                condition("c2", "Undated", "'subject':{}"),
                condition("c3", "New", "'onsetDateTime':'2021-02-03T04:05:06Z'"),
                "{'resourceType':'AllergyIntolerance','id':'a','code':{'text':'Nuts'}}");
        assertThat(sections).extracting(Section::category).containsExactly(Category.ALLERGIES, Category.CONDITIONS);
        assertThat(sections.getLast().facts())
                .extracting(Fact::what, Fact::on)
                .containsExactly(
                        tuple("New", Optional.of(LocalDate.parse("2021-02-03"))),
                        tuple("Old", Optional.of(LocalDate.parse("2001-02-03"))),
                        tuple("Undated", Optional.empty()));
    }

    @Test
    void a_result_has_value_mark_and_range() {
        var fact = fact("""
                {'resourceType':'Observation','id':'o','code':{'text':'HbA1c'},'effectiveDateTime':'2026-02-11',
                 'valueQuantity':{'value':8.4,'unit':'%'},
                 'interpretation':[{'coding':[{'code':'H'}]}],
                 'referenceRange':[{'low':{'value':4.0},'high':{'value':6.5}}]}""");
        assertThat(fact)
                .isEqualTo(new Fact(
                        "HbA1c",
                        Optional.of(new Measured(
                                "8.4 %",
                                Mark.HIGH,
                                Optional.of("4.0 – 6.5"),
                                List.of(new Amount(
                                        "",
                                        new BigDecimal("8.4"),
                                        "%",
                                        Optional.of(new BigDecimal("4.0")),
                                        Optional.of(new BigDecimal("6.5")))))),
                        Optional.of(LocalDate.parse("2026-02-11")),
                        Optional.empty(),
                        List.of(new Source(NORTH, Optional.empty()))));
    }

    @ParameterizedTest
    @CsvSource({
        "H, HIGH",
        "HH, HIGH",
        "HU, HIGH",
        ">, HIGH",
        "L, LOW",
        "LL, LOW",
        "LU, LOW",
        "<, LOW",
        "N, NORMAL",
        "A, NONE"
    })
    void interpretations(String code, Mark mark) {
        var fact = fact("{'resourceType':'Observation','id':'o','valueString':'x',"
                + "'interpretation':[{'coding':[{'code':'%s'}]}]}".formatted(code));
        assertThat(fact.value().orElseThrow().mark()).isEqualTo(mark);
    }

    private static Amount part(String name, String value) {
        return new Amount(name, new BigDecimal(value), "mm[Hg]", Optional.empty(), Optional.empty());
    }

    @Test
    void parts_of_a_result_stand_in_one_line() {
        var fact = fact("""
                {'resourceType':'Observation','id':'o','code':{'text':'Blood pressure'},
                 'component':[{'code':{'text':'Systolic'},'valueQuantity':{'value':120,'unit':'mm[Hg]'}},
                              {'code':{'text':'Diastolic'},'valueQuantity':{'value':80,'unit':'mm[Hg]'}}],
                 'referenceRange':[{'text':'below 140/90'}]}""");
        assertThat(fact.value())
                .contains(new Measured(
                        "Systolic 120 mm[Hg]; Diastolic 80 mm[Hg]",
                        Mark.NONE,
                        Optional.of("below 140/90"),
                        List.of(part("Systolic", "120"), part("Diastolic", "80"))));
    }

    @Test
    void states_of_conditions_and_medicines() {
        assertThat(fact("{'resourceType':'Condition','id':'x','clinicalStatus':{'coding':[{'code':'resolved'}]}}")
                        .state())
                .contains("resolved");
        assertThat(fact("{'resourceType':'MedicationRequest','id':'x','status':'stopped'}")
                        .state())
                .contains("stopped");
        assertThat(fact("{'resourceType':'Observation','id':'x','status':'final'}")
                        .state())
                .isEmpty();
    }

    @Test
    void names_of_visits_and_documents() {
        assertThat(fact("{'resourceType':'Encounter','id':'x','type':[{'text':'Clinic'}],'class':{'code':'AMB'}}")
                        .what())
                .isEqualTo("Clinic");
        assertThat(fact("{'resourceType':'Encounter','id':'x','class':{'code':'AMB'}}")
                        .what())
                .isEqualTo("AMB");
        assertThat(fact("{'resourceType':'DocumentReference','id':'x','description':'A letter'}")
                        .what())
                .isEqualTo("A letter");
        assertThat(fact("{'resourceType':'Composition','id':'x'}").what()).isEqualTo("—");
    }

    @Test
    void the_hospitals_own_code_stands_beside_what_it_was_translated_to() {
        var fact = fact("""
                {'resourceType':'Condition','id':'x','code':{'coding':[
                 {'system':'https://healthsphere.org/fhir/CodeSystem/conditions','code':'diabetes','display':'Diabetes'},
                 {'system':'urn:local','code':'4411','display':'DM'}]}}""");
        assertThat(fact.sources()).containsExactly(new Source(NORTH, Optional.of("DM 4411")));
        var untranslated =
                fact("{'resourceType':'Condition','id':'x','code':{'coding':[{'system':'urn:local','code':'4'}]}}");
        assertThat(untranslated.sources()).containsExactly(new Source(NORTH, Optional.empty()));
    }

    @Test
    void what_two_report_is_one_fact_with_both_as_sources() {
        var same = "{'resourceType':'Condition','id':'%s','clinicalStatus':{'coding':[{'system':'urn:s','code':'%s'}]},"
                + "'onsetDateTime':'2019-03-08','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'E11'}],'text':'Diabetes'}}";
        var shown = view.of(
                        merged(Map.of(
                                "north",
                                answered(ANN, same.formatted("c1", "active")),
                                "south",
                                answered(ANN, same.formatted("c9", "resolved")))),
                        AT)
                .orElseThrow();
        var facts = shown.sections().getFirst().facts();
        assertThat(facts).hasSize(1);
        assertThat(facts.getFirst().sources()).extracting(Source::hospital).containsExactlyInAnyOrder(NORTH, SOUTH);
        assertThat(shown.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.category()).isEqualTo(Category.CONDITIONS);
            assertThat(conflict.what()).isEqualTo("Diabetes");
            assertThat(conflict.claims())
                    .containsExactlyInAnyOrder(
                            new Conflict.Claim("active", NORTH, Optional.empty()),
                            new Conflict.Claim("resolved", SOUTH, Optional.empty()));
        });
    }

    @Test
    void hospitals_that_contradict_each_other_about_who_it_is() {
        var shown = view.of(
                        merged(Map.of(
                                "north", answered(ANN), "south", answered(ANN.replace("1961-07-09", "1961-09-07")))),
                        AT)
                .orElseThrow();
        assertThat(shown.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.category()).isEqualTo(Category.PERSON);
            assertThat(conflict.what()).isEqualTo("birthDate");
            assertThat(conflict.claims())
                    .containsExactlyInAnyOrder(
                            new Conflict.Claim("1961-07-09", NORTH, Optional.empty()),
                            new Conflict.Claim("1961-09-07", SOUTH, Optional.empty()));
        });
    }

    @Test
    void a_person_by_the_official_name_with_at_most_three_numbers() {
        assertThat(person("""
                {'name':[{'use':'nickname','given':['Nan']},{'use':'official','given':['Ann','B.'],'family':'Sample'}],
                 'gender':'female','birthDate':'1961-07-09',
                 'identifier':[{'value':'1'},{'value':'1'},{'system':'x'},{'value':'2'},{'value':'3'},{'value':'4'}]}"""))
                .isEqualTo(new Person(
                        "Ann B. Sample",
                        Optional.of(LocalDate.parse("1961-07-09")),
                        Sex.FEMALE,
                        List.of("1", "2", "3")));
    }

    @ParameterizedTest
    @CsvSource({"female, FEMALE", "male, MALE", "other, OTHER", "unknown, UNKNOWN", "'', UNKNOWN"})
    void genders(String code, Sex sex) {
        assertThat(person("{'gender':'%s'}".formatted(code)).sex()).isEqualTo(sex);
    }

    @ParameterizedTest
    @CsvSource({"1961", "1961-07", "''", "yesterday", "1961-13-01"})
    void a_birth_date_that_is_not_known_to_the_day(String date) {
        assertThat(person("{'birthDate':'%s'}".formatted(date)))
                .isEqualTo(new Person("—", Optional.empty(), Sex.UNKNOWN, List.of()));
    }

    @Test
    void a_name_as_text_and_the_first_when_none_is_official() {
        assertThat(person("{'name':[{'text':'Ann Sample'},{'family':'Other'}]}").name())
                .isEqualTo("Ann Sample");
    }

    private static Person person(String json) {
        return People.of(House.tree(json.replace('\'', '"')));
    }

    private static String condition(String id, String text, String more) {
        return "{'resourceType':'Condition','id':'%s','code':{'text':'%s'},%s}".formatted(id, text, more);
    }

    private Fact fact(String resource) {
        return sections(resource).getFirst().facts().getFirst();
    }

    private List<Section> sections(String... resources) {
        List<String> all = new ArrayList<>(List.of(resources));
        all.addFirst(ANN);
        MergedView shown = view.of(merged(Map.of("north", answered(all.toArray(String[]::new)))), AT)
                .orElseThrow();
        return shown.sections();
    }

    private static MergedRecord merged(Map<String, MemberAnswer> answers) {
        Map<NodeId, MemberAnswer> byMember = new HashMap<>();
        answers.forEach((member, answer) -> byMember.put(new NodeId(member), answer));
        return MergedRecord.of(FederatedRecord.of("query-0001", byMember, Map.of(new NodeId("north"), TOOK)));
    }

    private static MemberAnswer answered(String... resources) {
        return new MemberAnswer.Answered(
                Arrays.stream(resources).map(RecordViewTest::record).toList(), Bytes.utf8("{}"));
    }

    private static ReleasedRecord record(String text) {
        var json = House.tree(text.replace('\'', '"'));
        return new ReleasedRecord(
                json.path("resourceType").asText(), json.path("id").asText(), 1, Bytes.utf8(json.toString()));
    }
}
