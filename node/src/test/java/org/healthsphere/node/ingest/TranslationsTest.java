package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationsTest {
    private final TestTerminology terminology = new TestTerminology();

    @Test
    void the_original_stays_first_and_the_meaning_is_added() {
        terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "equivalent");

        assertThat(
                        translated(
                                "{'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'}], 'text': 'Asthma'}}"))
                .isEqualTo(json("""
                {'code': {'coding': [
                    {'system': 'https://north.example/codes', 'code': 'A'},
                    {'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'asthma', 'display': 'Shown asthma'}],
                  'text': 'Asthma'}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "equal,2",
        "equivalent,2",
        "wider,2",
        "subsumes,2",
        "narrower,1",
        "specializes,1",
        "inexact,1",
        "unmatched,1"
    })
    void only_what_says_no_more_than_the_sender_is_added(String relationship, int codings) {
        terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), relationship);
        var after = translated("{'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'}]}}");
        assertThat(after.at("/code/coding")).hasSize(codings);
    }

    @Test
    void what_the_sender_translated_himself_is_not_said_twice() {
        terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "equivalent");
        var resource = """
                {'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'},
                    {'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'asthma'}]}}""";
        assertThat(translated(resource)).isEqualTo(json(resource));
    }

    @Test
    void every_code_is_counted_wherever_it_is() {
        terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "wider");
        var draft = draft("""
                {'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'}]},
                 'reaction': [{'manifestation': [
                    {'coding': [{'system': 'https://north.example/codes', 'code': 'unheard of'}]},
                    {'coding': [{'system': 'http://loinc.org', 'code': '4548-4'}]},
                    {'coding': [{'code': 'X'}]}, {'text': 'no code'}]}]}""");

        var tally = new Translations(terminology)
                .translate(List.of(draft), Kit.source())
                .orElseThrow();

        assertThat(tally.bySystem())
                .isEqualTo(Map.of(
                        Kit.LOCAL,
                        new Coverage.Codes(1, 1, 0),
                        "http://loinc.org",
                        new Coverage.Codes(0, 0, 1),
                        "",
                        new Coverage.Codes(0, 0, 1)));
    }

    private JsonNode translated(String resource) {
        var draft = draft(resource);
        assertThat(new Translations(terminology)
                        .translate(List.of(draft), Kit.source())
                        .orElseThrow()
                        .bySystem())
                .isNotEmpty();
        return draft.json();
    }

    private static Draft draft(String json) {
        return Draft.of(new ResourceId("Condition", "c1"), Optional.of("p1"), (ObjectNode) json(json));
    }
}
