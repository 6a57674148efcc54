package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyPlanTest {
    private static final String HAS =
            "{\"type\":\"Condition\",\"code\":{\"codes\":[{\"system\":\"s\",\"code\":\"c\"}]}}";
    private static final String TEXT = """
            {"type":"study","v":1,"id":"a-study","duo":["DUO:0000006","DUO:0000045"],
             "asker":{"member":"alder","researcher":"%s","title":"A study","purpose":"HRESCH"},
             "safety":{"protection":{"exact":{"threshold":10}},"terms":{"threshold":10,"quorum":3,"colluders":1},
              "notAfter":"2027-01-01T00:00:00Z"},
             "cohort":{"has":%s},
             "variables":[{"name":"age","age":{"at":"2026-01-01","edges":[40,60.50]}},{"name":"sex","sex":{}},
              {"name":"value","value":{"of":{"type":"Observation","code":{"codes":[{"system":"s","code":"v"}]}},
               "ucum":"mg/dL","which":"first","low":0,"high":400}},
              {"name":"ill","has":%s},{"name":"times","occurrences":{"of":%s,"low":0,"high":20}},
              {"name":"arm","group":[{"level":"a","has":%s},{"level":"b","has":%s}]},
              {"name":"time","survival":{"start":%s,"event":%s,"until":"2026-01-01"}},
              {"name":"flu","weeks":{"of":%s,"first":"2020-01-06","number":312,"apart":42,"most":2}},
              {"name":"cold","weeks":{"of":%s,"first":"2020-01-06","number":312,"apart":42,"most":2}},
              {"name":"rash","weeks":{"of":%s,"first":"2020-01-06","number":312,"apart":0,"most":1}},
              {"name":"cough","weeks":{"of":%s,"first":"2020-01-06","number":312,"apart":0,"most":20}},
              {"name":"dead","has":%s},{"name":"stage","group":[{"level":"a","has":%s},{"level":"b","has":%s}]}],
             "analyses":[{"name":"n","count":{}},{"name":"ages","histogram":{"of":"age"}},
              {"name":"table","crosstab":{"by":["sex","ill"]}},{"name":"mean","mean":{"of":"value"}},
              {"name":"q","quantiles":{"of":"value","at":[0.25,0.5]}},
              {"name":"km","survival":{"of":"time","width":30,"points":12,"by":"arm"}},
              {"name":"glm","glm":{"family":"poisson","response":"times","terms":["age","arm"]}},
              {"name":"cox","cox":{"of":"time","terms":["age"],"ties":"breslow"}},
              {"name":"grid","cox":{"of":"time","terms":["age"],"grid":{"width":30,"points":24}}},
              {"name":"c3","outbreak":{"of":"flu","back":52,"method":{"ears":{"version":"c3"}}}},
              {"name":"sums","outbreak":{"of":"cold","back":52,"method":{"cusum":{"m":4.5,"scale":"rossi"}}}},
              {"name":"old","outbreak":{"of":"rash","back":52,"method":{"farrington":{"years":4,"power":"1/2"}}}},
              {"name":"new","outbreak":{"of":"cough","back":52,"method":{"farrington-flexible":{"years":4,"periods":10,"threshold":"muan"}}}},
              {"name":"trees","trees":{"response":"ill","terms":["age","sex"],"trees":20,"depth":3,"rate":0.1,"penalty":1}},
              {"name":"score","score":{"outcome":"dead","scale":"logit","intercept":-2.5,
               "weights":[{"variable":"times","weight":0.3},{"variable":"stage","level":"b","weight":-1}]}}]}""".formatted(
                    Sha256.of("r"),
                    HAS,
                    HAS,
                    HAS,
                    HAS,
                    other("d"),
                    HAS,
                    HAS,
                    HAS,
                    other("e"),
                    other("f"),
                    other("g"),
                    other("h"),
                    other("i"),
                    other("j"));

    private static String other(String code) {
        return HAS.replace("\"c\"", "\"" + code + "\"");
    }

    private static Outcome<StudyPlan> read(String text) {
        return StudyPlan.parse(Bytes.utf8(text));
    }

    @Test
    void a_study_is_read_as_it_was_written_and_has_one_name() {
        var plan = read(TEXT).orElseThrow();
        assertThat(plan.analyses()).hasSize(15);
        var again = StudyPlan.parse(plan.canonical()).orElseThrow();
        assertThat(again).isEqualTo(plan);
        assertThat(again.hash()).isEqualTo(plan.hash());
        assertThat(read(TEXT.replace("60.50", "60.5")).orElseThrow().hash()).isEqualTo(plan.hash());
        assertThat(read(TEXT.replace("60.50", "60.6")).orElseThrow().hash()).isNotEqualTo(plan.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sex\":{}}|\"sex\":{\"x\":1}}",
                "{\"of\":\"age\"}|{\"of\":\"nobody\"}",
                "{\"of\":\"age\"}|{\"of\":\"value\"}",
                "\"response\":\"times\"|\"response\":\"sex\"",
                "[40,60.50]|[60.50,40]",
                "[40,60.50]|[40,160]",
                "\"low\":0,\"high\":400|\"low\":400,\"high\":0",
                "DUO:0000045|DUO:9999999",
                "\"quorum\":3|\"quorum\":1",
                "\"purpose\":\"HRESCH\"|\"purpose\":\"TREAT\"",
                "\"exact\":{\"threshold\":10}|\"exact\":{\"threshold\":0}",
                "\"exact\":{\"threshold\":10}|\"noise\":{\"rhoMicros\":1000}",
                "\"name\":\"mean\"|\"name\":\"n\"",
                "\"v\":1|\"v\":2",
                "\"purpose\":\"HRESCH\"|\"purpose\":\"PUBHLTH\"",
                "\"back\":52,\"method\":{\"farr|\"back\":200,\"method\":{\"farr",
                "\"of\":\"flu\"|\"of\":\"age\"",
                "\"periods\":10|\"periods\":21",
                "\"terms\":[\"age\",\"sex\"]|\"terms\":[\"value\",\"sex\"]",
                "\"level\":\"b\",\"weight\"|\"level\":\"z\",\"weight\"",
                "{\"variable\":\"times\"|{\"variable\":\"age\"",
                "\"ties\":\"breslow\"|\"ties\":\"breslow\",\"strata\":\"arm\",\"grid\":{\"width\":1,\"points\":9}"
            })
    void what_is_not_in_the_language_is_refused(String right, String wrong) {
        assertThat(TEXT).contains(right);
        assertThat(read(TEXT.replace(right, wrong))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void the_example_that_researchers_begin_with_is_a_study() throws IOException {
        try (var in = StudyPlan.class.getResourceAsStream("/studies/example-study.json")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            var asked = "\"asker\": {\"member\": \"alder\", \"researcher\": \"" + Sha256.of("r") + "\",";
            assertThat(read(text.replace("\"asker\": {", asked)).orElseThrow().analyses())
                    .hasSize(6);
        }
    }

    @Test
    void the_schema_admits_what_is_read_and_what_is_written() throws IOException {
        var schema = SmallSchema.read("/schemas/study-1.schema.json");
        var json = new ObjectMapper();
        assertThat(schema.admits(json.readTree(TEXT))).isTrue();
        assertThat(schema.admits(
                        json.readTree(read(TEXT).orElseThrow().canonical().array())))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sex\":{}}|\"sex\":{\"x\":1}}",
                "\"quorum\":3|\"quorum\":0",
                "\"version\":\"c3\"|\"version\":\"c4\"",
                "\"most\":20|\"most\":21",
                "\"depth\":3|\"depth\":9",
                "\"v\":1|\"v\":2",
                "\"ucum\":\"mg/dL\",|",
                "DUO:0000045|DUO:9999999",
                "\"family\":\"poisson\"|\"family\":\"gamma\""
            })
    void the_schema_admits_nothing_that_is_refused_for_its_form(String right, String wrong) throws IOException {
        var schema = SmallSchema.read("/schemas/study-1.schema.json");
        var text = TEXT.replace(right, Objects.requireNonNullElse(wrong, ""));
        assertThat(schema.admits(new ObjectMapper().readTree(text))).isFalse();
        assertThat(read(text)).isInstanceOf(Outcome.Failure.class);
    }

    /** Whatever consents may demand a study may promise, and nothing is promised by promising something else. */
    @ParameterizedTest
    @EnumSource(DataUse.class)
    void each_modifier_that_is_demanded_must_be_promised(DataUse use) {
        if (Set.of(DataUse.GRU, DataUse.HMB, DataUse.DS).contains(use)) {
            return;
        }
        assertThat(DataUse.permits(Set.of(DataUse.HMB, use), Set.of(DataUse.HMB, use)))
                .isTrue();
        assertThat(DataUse.permits(Set.of(DataUse.HMB, use), Set.of(DataUse.HMB)))
                .isFalse();
        assertThat(DataUse.permits(Set.of(DataUse.HMB), Set.of(DataUse.HMB, use)))
                .isTrue();
    }

    @Test
    void a_study_of_a_disease_names_it_and_another_study_names_none() throws IOException {
        var disease = ",\"disease\":{\"system\":\"http://snomed.info/sct\",\"code\":\"73211009\"},\"safety\"";
        var text = TEXT.replace("DUO:0000006", "DUO:0000007").replaceFirst(",\\s*\"safety\"", disease);
        var plan = read(text).orElseThrow();
        assertThat(plan.disease()).contains(new Coding("http://snomed.info/sct", "73211009"));
        assertThat(read(plan.canonical().utf8()).orElseThrow().hash()).isEqualTo(plan.hash());
        assertThat(SmallSchema.read("/schemas/study-1.schema.json").admits(new ObjectMapper().readTree(text)))
                .isTrue();
        assertThat(read(text.replace("DUO:0000007", "DUO:0000006"))).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"type\":\"study\"", "null"})
    void what_is_no_document_is_refused(String text) {
        assertThat(read(text))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @Test
    void a_use_is_permitted_when_it_is_as_narrow_and_promises_what_is_demanded() {
        assertThat(DataUse.permits(Set.of(DataUse.HMB), Set.of(DataUse.HMB))).isTrue();
        assertThat(DataUse.permits(Set.of(DataUse.HMB), Set.of(DataUse.DS))).isTrue();
        assertThat(DataUse.permits(Set.of(DataUse.HMB), Set.of(DataUse.GRU))).isFalse();
        assertThat(DataUse.permits(Set.of(DataUse.GRU, DataUse.NPU), Set.of(DataUse.HMB)))
                .isFalse();
        assertThat(DataUse.permits(Set.of(DataUse.GRU, DataUse.NPU), Set.of(DataUse.HMB, DataUse.NPU)))
                .isTrue();
        assertThat(DataUse.permits(Set.of(DataUse.HMB, DataUse.NPU, DataUse.NCU), Set.of(DataUse.HMB, DataUse.NPUNCU)))
                .as("neither for profit nor for commercial use is both")
                .isTrue();
        assertThat(DataUse.permits(Set.of(DataUse.HMB, DataUse.NPUNCU), Set.of(DataUse.HMB, DataUse.NPU)))
                .isFalse();
        assertThat(DataUse.permits(Set.of(DataUse.HMB), Set.of(DataUse.NPU)))
                .as("no kind of research")
                .isFalse();
    }
}
