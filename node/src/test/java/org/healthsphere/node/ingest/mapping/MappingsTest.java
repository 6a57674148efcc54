package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.Test;

class MappingsTest {
    private static final Language LANGUAGE = new Language(p -> p.matches("[A-Z]|\\."), Values.converters());

    @Test
    void rules_fill_a_resource() {
        var mappings = read("""
                {'about': 'for a test',
                 'tables': {'sex': {'F': 'female'}, 'class': {'*': {'system': 's', 'code': 'x'}}},
                 'types': {'Name': {'rules': [{'from': '.', 'to': 'text'}, {'value': 'usual', 'to': 'use'}]}},
                 'maps': {'patient': {'resource': 'Patient', 'rules': [
                    {'from': 'N', 'to': 'name[]', 'as': 'Name'},
                    {'from': 'S', 'to': 'gender', 'as': 'code', 'table': 'sex'},
                    {'from': 'B', 'to': 'birthDate', 'as': 'date'},
                    {'from': 'C', 'to': 'class', 'as': 'coding', 'table': 'class'},
                    {'from': 'C', 'to': 'type', 'as': 'concept', 'table': 'class'},
                    {'refer': 'hospital', 'to': 'managingOrganization'},
                    {'value': true, 'to': 'active', 'when': 'Z not valued', 'why': 'nobody said otherwise'}]}}}""");
        var frame = new Frame(Kit.source(), Map.of("hospital", List.of("Organization/1")), _ -> {});

        var filled = mappings.map("patient")
                .fill(new Place(Map.of("N", "Ann~Anna", "S", "F", "B", "19450102", "C", "c")), frame);

        assertThat(filled.json()).isEqualTo(json("""
                {'name': [{'text': 'Ann', 'use': 'usual'}, {'text': 'Anna', 'use': 'usual'}],
                 'gender': 'female', 'birthDate': '1945-01-02',
                 'class': {'system': 's', 'code': 'x'}, 'type': {'coding': [{'system': 's', 'code': 'x'}]},
                 'managingOrganization': {'reference': 'Organization/1'}, 'active': true}"""));
    }

    @Test
    void what_is_deleted_is_cleared_unless_another_rule_says_it() {
        var map = read("""
                {'maps': {'m': {'rules': [
                    {'from': 'A', 'to': 'gender'}, {'from': 'B', 'to': 'name[].text'}, {'from': 'C', 'to': 'name[].text'}]}}}""").map("m");

        var filled = map.fill(new Place(Map.of("A", "\"\"", "B", "\"\"", "C", "c")), frame(_ -> {}));

        assertThat(filled)
                .isEqualTo(new ElementMap.Filled(
                        (ObjectNode) json("{'name': [{'text': 'c'}]}"), Set.of("gender"), Map.of()));
    }

    @Test
    void null_deletes_an_element_or_one_inside_of_it_unless_another_rule_says_it() {
        var map = read("""
                {'maps': {'m': {'rules': [
                    {'value': null, 'to': 'period.end'}, {'value': null, 'to': 'period.start'}, {'from': 'A', 'to': 'period.start'},
                    {'value': null, 'to': 'gender', 'when': 'A not valued'}]}}}""").map("m");

        var filled = map.fill(new Place(Map.of("A", "2024")), frame(_ -> {}));

        assertThat(filled.json()).isEqualTo(json("{'period': {'start': '2024'}}"));
        assertThat(filled.cleared()).containsExactly("period.end");
    }

    @Test
    void what_a_rule_spares_the_last_one_says_that_holds() {
        var map = read("""
                {'maps': {'m': {'rules': [
                    {'from': 'A', 'to': 'status', 'notOver': ['finished']},
                    {'from': 'B', 'to': 'class', 'notOver': ['x']},
                    {'from': 'C', 'to': 'status'}]}}}""").map("m");

        assertThat(map.fill(new Place(Map.of("A", "a")), frame(_ -> {})).spared())
                .isEqualTo(Map.of("status", Set.of("finished")));
        assertThat(map.fill(new Place(Map.of("A", "a", "C", "c")), frame(_ -> {}))
                        .spared())
                .isEqualTo(Map.of("status", Set.of()));
    }

    @Test
    void what_is_left_out_is_told_without_its_value() {
        var remarks = new ArrayList<String>();
        var map = read("""
                {'tables': {'sex': {'F': 'female'}},
                 'maps': {'m': {'rules': [
                    {'from': 'S', 'to': 'gender', 'as': 'code', 'table': 'sex'}, {'from': 'B', 'to': 'birthDate', 'as': 'date'},
                    {'from': 'N', 'to': 'n', 'as': 'decimal'}, {'from': 'I', 'to': 'i', 'as': 'integer'}, {'from': 'Y', 'to': 'y', 'as': 'boolean'}]}}}""").map("m");

        var filled = map.fill(
                new Place(Map.of("S", "secret", "B", "secret", "N", "secret", "I", "-1", "Y", "perhaps")),
                frame(remarks::add));

        assertThat(filled.json()).isEmpty();
        assertThat(remarks)
                .containsExactly(
                        "S: code is not in table sex",
                        "B: not a date",
                        "N: not a number",
                        "I: not a whole number",
                        "Y: neither yes nor no");
    }

    @Test
    void defaults_hold_where_no_rule_said_anything() {
        var map = read("""
                {'maps': {'m': {'defaults': {'status': 'unknown', 'code': {'text': '?'}}, 'rules': [{'from': 'S', 'to': 'status'}]}}}""").map("m");

        assertThat(map.fill(new Place(Map.of("S", "final")), frame(_ -> {})).json())
                .isEqualTo(json("{'status': 'final', 'code': {'text': '?'}}"));
    }

    @Test
    void a_map_may_be_like_another_one() {
        var mappings = read("""
                {'maps': {'a': {'resource': 'Patient', 'rules': [{'from': 'A', 'to': 'gender'}]},
                          'b': {'resource': 'Patient', 'like': 'a', 'onExisting': 'keep'}}}""");

        var b = mappings.map("b");
        assertThat(b.fill(new Place(Map.of("A", "x")), frame(_ -> {})).json()).isEqualTo(json("{'gender': 'x'}"));
        assertThat(b.onExisting()).isEqualTo(Draft.OnExisting.KEEP);
    }

    @Test
    void a_key_is_the_first_that_begins_with_a_value() {
        var map = read("{'maps': {'m': {'key': [['A', 'B'], ['C', 'D']]}}}").map("m");

        assertThat(map.key(new Place(Map.of("A", "1", "C", "3")))).isEqualTo(Optional.of(List.of("1", "")));
        assertThat(map.key(new Place(Map.of("B", "2", "C", "3", "D", "4")))).isEqualTo(Optional.of(List.of("3", "4")));
        assertThat(map.key(new Place(Map.of("B", "2")))).isEmpty();
    }

    @Test
    void every_problem_of_a_file_is_told_at_once() {
        assertThatThrownBy(() -> read("""
                {'mapps': {},
                 'maps': {'m': {'colour': 1, 'key': [['not a path']], 'when': 'A maybe', 'rules': [
                    {'from': 'A', 'to': 'x', 'as': 'magic'},
                    {'from': 'A', 'to': 'x', 'table': 'none'},
                    {'from': 'A', 'value': 'b', 'to': 'x'},
                    {'from': 'A', 'to': 'Not A Path'},
                    {'from': 'aa', 'to': 'x', 'unless': 'B'},
                    {'value': null, 'to': 'x[]'}]},
                  'n': {'like': 'nobody'}}}"""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mapping files: test: unknown word mapps; test m: unknown word colour; "
                        + "test m: not a condition: A maybe; test m: not a path: not a path; "
                        + "test m rule 2: unknown table none; test m rule 3: needs one of from, value, refer, and to; "
                        + "test m rule 4: needs one of from, value, refer, and to; test m rule 5: unknown word unless; "
                        + "test m rule 5: not a path: aa; test m rule 6: null deletes an element, and none of a list; test n: like names a map before it, and leaves no rules; "
                        + "test m rule 1: unknown converter magic");
    }

    @Test
    void a_missing_file_and_a_missing_map_have_a_name() {
        assertThatThrownBy(() -> Mappings.load(LANGUAGE, "mappings/none", List.of("x.json")))
                .hasMessage("no mapping file mappings/none/x.json");
        assertThatThrownBy(() -> read("{}").map("m")).hasMessage("no map of the name m");
        assertThatThrownBy(() -> read("{}").table("t")).hasMessage("no table of the name t");
    }

    private static Frame frame(Consumer<String> remark) {
        return new Frame(Kit.source(), Map.of(), remark);
    }

    private static Mappings read(String file) {
        var reader = new MappingReader(LANGUAGE);
        reader.file("test", (ObjectNode) json(file));
        return reader.mappings("test 1");
    }
}
