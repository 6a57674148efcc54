package org.healthsphere.node.demo.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCodesTest {
    private final LocalCodes codes = LocalCodes.of(
            List.of(map("http://snomed.info/sct", "1:asthma 2:asthma 3:other")),
            List.of(map("https://h.example/dx", "B:asthma A:asthma Z:unheard")),
            List.of(Bytes.utf8("""
                    {"url": "https://h.example/dx", "concept": [{"code": "X", "display": "x", "concept": [{"code": "A", "display": "Our asthma"}]}]}""")));

    @Test
    void the_maps_are_read_backwards_over_the_common_concepts() {
        assertThat(codes.of(coding("1")))
                .contains(new LocalCodes.Local(new Coding("https://h.example/dx", "A"), "Our asthma"));
        assertThat(codes.of(coding("2"))).isEqualTo(codes.of(coding("1")));
    }

    @Test
    void what_has_no_code_of_its_own_has_none() {
        assertThat(codes.of(coding("3"))).isEmpty();
        assertThat(codes.of(coding("4"))).isEmpty();
        assertThat(LocalCodes.NONE.of(coding("1"))).isEmpty();
    }

    @Test
    void a_hospital_without_maps_is_none() {
        assertThatThrownBy(() -> LocalCodes.bundled("nowhere"))
                .hasMessageStartingWith("terminology content is missing");
    }

    @ParameterizedTest
    @CsvSource({"a|b^c&d~e\\f, a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "plain, plain"})
    void delimiters_in_a_text_are_escaped(String text, String escaped) {
        assertThat(V2Text.escaped(text)).isEqualTo(escaped);
        assertThat(V2Text.escaped("one\r\ntwo")).isEqualTo("one\\.br\\two");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-02, 20200102",
        "2020, 2020",
        "'', ''",
        "2020-01-02T03:04:05+00:00, 20200102030405+0000",
        "2020-01-02T03:04:05.678-05:00, 20200102030405-0500",
        "2020-01-02T03:04:05Z, 20200102030405+0000"
    })
    void a_time_is_written_as_it_is(String fhir, String dtm) {
        assertThat(V2Text.time(fhir)).isEqualTo(dtm);
    }

    @Test
    void a_segment_ends_with_its_last_value() {
        assertThat(V2Text.segment("PV1", "1", "", V2Text.parts("a", "", ""), "", ""))
                .isEqualTo("PV1|1||a\r");
    }

    private static JsonNode coding(String code) {
        return Json.object().put("system", "http://snomed.info/sct").put("code", code);
    }

    private static Bytes map(String source, String pairs) {
        var elements = new StringBuilder();
        for (var pair : pairs.split(" ", -1)) {
            elements.append(elements.isEmpty() ? "" : ",")
                    .append("{'code': '")
                    .append(pair.split(":", 2)[0])
                    .append("', 'target': [{'code': '")
                    .append(pair.split(":", 2)[1])
                    .append("'}]}");
        }
        return Json.bytes(Kit.json("{'group': [{'source': '" + source
                + "', 'target': 'https://common.example', 'element': [" + elements + "]}]}"));
    }
}
