package org.healthsphere.terminology.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.TerminologyContract.fault;

import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Stated;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentReaderTest {
    private static final String SSSOM = """
            # curie_map:
            #   A: https://example.org/a
            #   B: https://example.org/b
            # license: CC0
            # mapping_set_id: https://example.org/maps/a-b
            # mapping_set_version: 2
            subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tauthor_id
            A:1\tOne\tskos:exactMatch\tB:x\tsemapv:ManualMappingCuration\tstewards
            A:2\tTwo\tskos:broadMatch\tB:y\tsemapv:LexicalMatching\t
            """;
    private static final String CSV = """
            # url: https://example.org/wards
            # version: 2026
            # licence: internal
            # title: Wards
            code,display,parent,inactive
            W,"Wards, all",,
            W1,First,W,false
            W2,Second,W,true
            """;

    @Test
    void nested_concepts_and_parent_properties_become_one_hierarchy() {
        var animals = (CodeSystem) Samples.content(Samples.sources().getFirst());
        assertThat(animals.id()).isEqualTo(new Canonical(Samples.ANIMALS, "1.0"));
        assertThat(animals.rules())
                .isEqualTo(new Rules(
                        true,
                        "is-a",
                        List.of(
                                new Property("legs", "", "integer"),
                                new Property("status", "http://hl7.org/fhir/concept-properties#status", "code"),
                                new Property(
                                        "group", "http://hl7.org/fhir/concept-properties#notSelectable", "boolean"))));
        assertThat(animals.rows())
                .hasSize(7)
                .contains(new Row(
                        "dodo",
                        new Words("Dodo", "", List.of()),
                        true,
                        false,
                        List.of("bird"),
                        List.of(new Value("legs", "2"), new Value("status", "retired")),
                        new Stated(4, "")));
        assertThat(animals.rows().get(2).parents()).containsExactly("bird", "swimmer");
        assertThat(animals.rows().getFirst().notSelectable()).isTrue();
    }

    @Test
    void a_map_is_read_from_sssom() {
        var map = (ConceptMap) Samples.content(Samples.file("a-b.sssom.tsv", SSSOM));
        assertThat(map.id()).isEqualTo(new Canonical("https://example.org/maps/a-b", "2"));
        assertThat(map.origin().licence()).isEqualTo("CC0");
        assertThat(map.mappings())
                .containsExactly(
                        new Mapping(
                                new Coding("https://example.org/a", "1"),
                                new Coding("https://example.org/b", "x"),
                                "equivalent",
                                new Ground("semapv:ManualMappingCuration", "stewards", "")),
                        new Mapping(
                                new Coding("https://example.org/a", "2"),
                                new Coding("https://example.org/b", "y"),
                                "wider",
                                new Ground("semapv:LexicalMatching", "", "")));
    }

    @Test
    void everything_wrong_with_an_sssom_file_is_listed() {
        var wrong = SSSOM.replace("# license: CC0\n", "")
                .replace("author_id", "colour")
                .replace("skos:broadMatch", "owl:sameAs")
                .replace("B:y", "C:y");
        assertThat(problems("a-b.sssom.tsv", wrong))
                .containsExactlyInAnyOrder(
                        "a-b.sssom.tsv: has the unknown column colour",
                        "a-b.sssom.tsv line 8 column predicate_id: the predicate owl:sameAs is not supported",
                        "a-b.sssom.tsv line 8: no system is given for C:y",
                        "a-b.sssom.tsv: the header lacks license");
        assertThat(problems("a-b.sssom.tsv", SSSOM.replace("object_id", "object")))
                .contains("a-b.sssom.tsv: lacks the column object_id");
    }

    @Test
    void further_columns_of_sssom_are_read_and_a_mapping_that_is_denied_is_no_match() {
        var more = SSSOM.replace("\tauthor_id", "\tauthor_id\tconfidence\tpredicate_modifier")
                .replace("\tstewards", "\tstewards\t0.9\t")
                .replace("LexicalMatching\t", "LexicalMatching\t\t0.1\tNot");
        assertThat(((ConceptMap) Samples.content(Samples.file("a-b.sssom.tsv", more))).mappings())
                .extracting(Mapping::equivalence)
                .containsExactly("equivalent", "disjoint");
    }

    @Test
    void a_local_code_list_is_read_from_csv() {
        var wards = (CodeSystem) Samples.content(Samples.file("wards.csv", CSV));
        assertThat(wards.id()).isEqualTo(new Canonical("https://example.org/wards", "2026"));
        assertThat(wards.title()).isEqualTo("Wards");
        assertThat(wards.rows())
                .containsExactly(
                        new Row("W", new Words("Wards, all", "", List.of()), false, false, List.of(), List.of()),
                        new Row("W1", new Words("First", "", List.of()), false, false, List.of("W"), List.of()),
                        new Row("W2", new Words("Second", "", List.of()), true, false, List.of("W"), List.of()));
    }

    @Test
    void everything_wrong_with_a_csv_file_is_listed() {
        var wrong = CSV.replace("# licence: internal\n", "").replace("W1,First,W,false", "W,First,W,no");
        assertThat(problems("wards.csv", wrong))
                .containsExactlyInAnyOrder(
                        "wards.csv: the head lacks the line '# licence: …'",
                        "wards.csv line 6: has a code that was there before: W",
                        "wards.csv line 6: inactive is 'true', 'false' or empty");
        assertThat(problems("wards.csv", CSV.replace("code,display,parent", "code,code,colour")))
                .containsExactly("wards.csv: is not a CSV file by RFC 4180");
        assertThat(problems("wards.csv", CSV.replace("parent,", "colour,")))
                .containsExactly("wards.csv: has the unknown column colour");
    }

    @Test
    void a_code_system_that_is_not_understood_is_refused() {
        assertThat(changed("\"content\":\"complete\"", "\"content\":\"example\""))
                .containsExactly("animals.json CodeSystem.content: is 'example', so there is nothing to answer from");
        assertThat(changed("\"version\":\"1.0\",", "")).containsExactly("animals.json CodeSystem.version: is required");
        assertThat(changed("\"code\":\"stone\"", "\"code\":\"duck\""))
                .containsExactly("animals.json CodeSystem.concept('duck'): is there twice");
        assertThat(changed("\"code\":\"stone\"", "\"weight\":1,\"code\":\"stone\""))
                .containsExactly("animals.json CodeSystem.concept('stone').weight: is not supported");
        assertThat(changed("{\"code\":\"legs\",\"type\":\"integer\"},", ""))
                .contains("animals.json CodeSystem.concept('duck').property: 'legs' is not declared");
    }

    private static List<String> changed(String part, String instead) {
        var text = Samples.sources().getFirst().bytes().utf8();
        assertThat(text).contains(part);
        return problems("animals.json", text.replace(part, instead));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; ValueSet.compose.include: is required",
                "{\"include\":[{}]}; ValueSet.compose.include[0]: names neither a system nor a value set",
                "{\"include\":[{\"valueSet\":[\"v\"],\"concept\":[{\"code\":\"a\"}]}]}; include[0]: has concepts or filters without a system",
                "{\"include\":[{\"system\":\"s\",\"concept\":[{\"code\":\"a\"}],\"filter\":[{\"property\":\"p\",\"op\":\"=\",\"value\":\"v\"}]}]}; has concepts and filters at once",
                "{\"include\":[{\"system\":\"s\",\"filter\":[{\"property\":\"p\",\"op\":\"=\"}]}]}; include[0].filter.value: is required",
                "{\"lockedDate\":\"2020\",\"include\":[{\"system\":\"s\"}]}; ValueSet.compose.lockedDate: is not supported"
            })
    void a_value_set_that_is_not_understood_is_refused(String compose, String problem) {
        var file = Samples.valueSet("x", compose);
        assertThat(problems("x.json", file.bytes().utf8())).anyMatch(found -> found.contains(problem));
    }

    @Test
    void a_map_that_is_not_understood_is_refused() {
        var map = Samples.sources().get(2).bytes().utf8();
        assertThat(problems("farm.json", map.replace("\"wider\"", "\"similar\"")))
                .contains("farm.json ConceptMap.group.element('P').target.equivalence: 'similar' is not supported");
        assertThat(problems("farm.json", map.replace("{\"code\":\"duck\",", "{")))
                .containsExactly("farm.json ConceptMap.group.element('D').target.code: is required");
        assertThat(problems(
                        "farm.json", map.replace("\"element\":[", "\"unmapped\":{\"mode\":\"fixed\"},\"element\":[")))
                .containsExactly("farm.json ConceptMap.group.unmapped.code: is required");
        assertThat(problems(
                        "farm.json",
                        map.replace("\"element\":[", "\"unmapped\":{\"mode\":\"other-map\"},\"element\":[")))
                .containsExactly("farm.json ConceptMap.group.unmapped.url: is required");
        assertThat(problems(
                        "farm.json",
                        map.replace("\"element\":[", "\"unmapped\":{\"mode\":\"guess\"},\"element\":[")))
                .containsExactly("farm.json ConceptMap.group.unmapped.mode: 'guess' is not supported");
    }

    @Test
    void anything_else_is_refused() {
        assertThat(problems("a.json", "{\"resourceType\":\"Patient\"}"))
                .containsExactly("a.json: is neither CodeSystem, ValueSet, ConceptMap nor NamingSystem");
        assertThat(problems("a.json", "{} {}")).containsExactly("a.json: is not a JSON document");
        assertThat(problems("a.xml", "<a/>")).containsExactly("a.xml: is neither .json, .sssom.tsv nor .csv");
    }

    private static List<String> problems(String name, String text) {
        return fault(ContentReader.read(Samples.file(name, text))) instanceof Fault.Invalid(var problems)
                ? problems.stream().map(Fault.Problem::toString).toList()
                : List.of();
    }
}
