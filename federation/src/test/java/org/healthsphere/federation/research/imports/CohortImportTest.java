package org.healthsphere.federation.research.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.cohort.CohortWords;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohortImportTest {
    private static final LocalDate AT = LocalDate.of(2026, 1, 1);

    private static Outcome<Cohort> ccdl(String json) {
        return CohortImport.CCDL.read(Bytes.utf8(json.replace('\'', '"')), AT);
    }

    private static Outcome<Cohort> samply(String json) {
        return CohortImport.SAMPLY.read(Bytes.utf8(json.replace('\'', '"')), AT);
    }

    private static Cohort ours(String json) {
        return StrictObject.read(Bytes.utf8(json.replace('\'', '"')).array(), CohortJson::cohort)
                .orElseThrow();
    }

    private static String term(String system, String code) {
        return "'termCodes':[{'system':'%s','code':'%s','display':'shown'}]".formatted(system, code);
    }

    private static final String DIABETES = term("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "E11");
    private static final String HBA1C = term("http://loinc.org", "4548-4");

    @Test
    void inclusion_and_exclusion_criteria_are_what_they_are_in_ccdl() {
        var cohort = ccdl(
                """
                {'version':'http://to_be_decided.com/draft-1/schema#','display':'a question',
                 'inclusionCriteria':[
                  [{%s,'context':{'code':'Diagnose','system':'fdpg.mii.cds','version':'1.0.0','display':'Diagnose'},
                    'timeRestriction':{'afterDate':'2020-01-01'}}],
                  [{%s,'valueFilter':{'type':'quantity-comparator','comparator':'ge','value':6.5,'unit':{'code':'%%','display':'%%'}}},
                   {%s}]],
                 'exclusionCriteria':[[{%s},{%s}]]}""".formatted(DIABETES, HBA1C, term("http://fhir.de/CodeSystem/bfarm/ops", "5-01"), HBA1C, DIABETES));
        assertThat(cohort.map(CohortJson::json)).isEqualTo(Outcome.of(CohortJson.json(ours("""
                {'and':[
                  {'has':{'type':'Condition','code':{'is-a':'http://fhir.de/CodeSystem/bfarm/icd-10-gm|E11'},
                    'when':{'from':'2020-01-01','to':'2199-12-31'}}},
                  {'or':[{'has':{'type':'Observation','code':{'is-a':'http://loinc.org|4548-4'},'value':{'op':'ge','val':6.5,'ucum':'%'}}},
                         {'has':{'type':'Procedure','code':{'is-a':'http://fhir.de/CodeSystem/bfarm/ops|5-01'}}}]},
                  {'not':{'and':[{'has':{'type':'Observation','code':{'is-a':'http://loinc.org|4548-4'}}},
                                 {'has':{'type':'Condition','code':{'is-a':'http://fhir.de/CodeSystem/bfarm/icd-10-gm|E11'}}}]}}]}"""))));
    }

    @ParameterizedTest
    @CsvSource({
        "ge, 18, 18, 150",
        "gt, 18, 19, 150",
        "le, 18, 0, 18",
        "lt, 18, 0, 17",
        "eq, 18, 18, 18",
        "ge, 17.5, 18, 150"
    })
    void ages_are_whole_years_on_the_day_that_is_named(String comparator, String value, int least, int most) {
        assertThat(ccdl("""
                {'version':'1','inclusionCriteria':[[{%s,'context':{'code':'Patient','system':'fdpg.mii.cds'},
                 'valueFilter':{'type':'quantity-comparator','comparator':'%s','value':%s,'unit':{'code':'a'}}}]]}""".formatted(term("http://snomed.info/sct", "424144002"), comparator, value)))
                .isEqualTo(Outcome.of(new Cohort.Age(AT, least, most)));
    }

    @Test
    void a_gender_is_one_of_those_that_are_chosen() {
        assertThat(ccdl("""
                {'version':'1','inclusionCriteria':[[{%s,'valueFilter':{'type':'concept','selectedConcepts':[
                 {'system':'http://hl7.org/fhir/administrative-gender','code':'female','display':'Female'}]}}]]}""".formatted(term("http://snomed.info/sct", "263495000"))))
                .isEqualTo(Outcome.of(ours("{'demo':{'sex':'female'}}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'context':{'code':'Medikamentenverabreichung','system':'fdpg.mii.cds'}; inclusionCriteria[0][0]; context Medikamentenverabreichung cannot be said in a cohort",
                "'attributeFilters':[{'type':'concept'}]; inclusionCriteria[0][0]; attributeFilters cannot be said in a cohort",
                "'valueFilter':{'type':'quantity-comparator','comparator':'ne','value':1,'unit':{'code':'mg'}}; inclusionCriteria[0][0]; valueFilter comparator ne cannot be said of one record",
                "'valueFilter':{'type':'quantity-range','minValue':2,'maxValue':1,'unit':{'code':'mg'}}; inclusionCriteria[0][0]; valueFilter ends before it begins",
                "'valueFilter':{'type':'quantity-range','minValue':1,'maxValue':2}; inclusionCriteria[0][0]; valueFilter has a unit",
                "'somethingNew':1; inclusionCriteria[0][0].somethingNew; is not a member of this object"
            })
    void what_cannot_be_said_is_refused_by_its_name(String part, String at, String what) {
        assertThat(ccdl("{'version':'1','inclusionCriteria':[[{" + HBA1C + "," + part + "}]]}"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(at, what)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'type':'quantity-range','minValue':1,'maxValue':2,'unit':{'code':'mg'}; {'from':1,'to':2,'ucum':'mg'}",
                "'type':'quantity-comparator','comparator':'eq','value':1,'unit':{'code':'mg'}; {'from':1,'to':1,'ucum':'mg'}",
                "'type':'concept','selectedConcepts':[{'system':'s','code':'a'}]; {'concept':{'codes':[{'system':'s','code':'a'}]}}"
            })
    void a_filter_of_values_is_a_range_or_a_choice_of_codes(String filter, String value) {
        assertThat(ccdl("{'version':'1','inclusionCriteria':[[{" + HBA1C + ",'valueFilter':{" + filter + "}}]]}"))
                .isEqualTo(Outcome.of(
                        ours("{'has':{'type':'Observation','code':{'is-a':'http://loinc.org|4548-4'},'value':" + value
                                + "}}")));
    }

    @Test
    void a_code_of_a_system_that_says_nothing_of_its_records_needs_a_context() {
        assertThat(ccdl("{'version':'1','inclusionCriteria':[[{" + term("http://example.org/s", "1") + "}]]}"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(
                        "inclusionCriteria[0][0]",
                        "termCodes of http://example.org/s say of no type of record what they mean")))));
    }

    @Test
    void a_tree_of_samply_is_what_it_is_there() {
        assertThat(samply("""
                {'id':'a question','ast':{'operand':'OR','children':[{'operand':'AND','children':[
                 {'operand':'OR','children':[{'nodeType':'leaf','key':'gender','type':'EQUALS','system':'','value':'female'}]},
                 {'key':'donor_age','type':'BETWEEN','value':{'min':18,'max':64}},
                 {'key':'diagnosis','type':'EQUALS','system':'http://fhir.de/CodeSystem/bfarm/icd-10-gm','value':['C34','C35']}]}]}}""")).isEqualTo(Outcome.of(ours("""
                {'and':[{'demo':{'sex':'female'}},{'demo':{'age':{'at':'2026-01-01','min':18,'max':64}}},
                 {'or':[{'has':{'type':'Condition','code':{'is-a':'http://fhir.de/CodeSystem/bfarm/icd-10-gm|C34'}}},
                        {'has':{'type':'Condition','code':{'is-a':'http://fhir.de/CodeSystem/bfarm/icd-10-gm|C35'}}}]}]}""")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'key':'sample_kind','type':'EQUALS','value':'blood'; key sample_kind cannot be said in a cohort",
                "'key':'diagnosis','type':'CONTAINS','value':'C34'; type CONTAINS cannot be said of such a key",
                "'key':'donor_age','type':'BETWEEN','value':{'min':-1}; an age lies BETWEEN a min and a max of whole years, up to 150",
                "'key':'gender','type':'EQUALS','value':'nobody'; gender is one of [female, male, other, unknown]"
            })
    void what_samply_says_and_we_cannot_is_refused_by_its_name(String leaf, String what) {
        assertThat(samply("{'operand':'AND','children':[{" + leaf + "}]}"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("children[0]", what)))));
    }

    @Test
    void a_cohort_reads_the_same_however_it_was_written() {
        var one = ours("""
                {'and':[{'demo':{'sex':'female'}},{'not':{'or':[{'demo':{'age':{'at':'2026-01-01','max':17}}},
                 {'has':{'type':'Condition','code':{'codes':[{'system':'s','code':'1'}]},'atLeast':2}}]}}]}""");
        var other = ours("""
                {'not':{'or':[{'not':{'demo':{'sex':'female'}}},{'has':{'type':'Condition','code':{'codes':[{'system':'s','code':'1'}]},'atLeast':2}},
                 {'demo':{'age':{'at':'2026-01-01','max':17}}}]}}""");
        assertThat(CohortWords.in("en").of(one))
                .isEqualTo(CohortWords.in("en").of(other))
                .hasSize(4)
                .startsWith(new CohortWords.Line(0, "all of these hold:"));
        assertThat(CohortWords.in("en").of(one))
                .extracting(CohortWords.Line::text)
                .contains(
                        "administrative gender female",
                        "not: at most 17 years old on 2026-01-01",
                        "not: has at least 2 records of type Condition with the code s|1");
        assertThat(CohortWords.in("en").steps(one)).hasSize(3);
    }
}
