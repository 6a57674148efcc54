package org.healthsphere.node.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {
    private static final String PATIENT = "{'resourceType':'Patient','id':'1','name':[{'family':'A','given':['x','y']},"
            + "{'use':'old','family':'B'}],'multipleBirthInteger':2,'extension':[{'url':'http://e','valueDecimal':1.50}]}";

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }

    private static Outcome<Bytes> json(String resource, String patch) {
        return JsonPatch.read(json(patch)).then(p -> p.apply(json(resource)));
    }

    private static Outcome<Bytes> path(String parts) {
        var parameters = "{'resourceType':'Parameters','parameter':[{'name':'operation','part':[" + parts + "]}]}";
        return FhirPathPatch.read(ElementTable.r4(), json(parameters)).then(p -> p.apply(json(PATIENT)));
    }

    private static String operation(String type, String path, String more) {
        return "{'name':'type','valueCode':'" + type + "'},{'name':'path','valueString':'" + path.replace("'", "\u0001")
                + "'}" + (more.isEmpty() ? "" : "," + more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/a/0/b; [30]; nests elements deeper than 64",
                "/a/-; [18]; makes the resource larger than 1000000 values"
            })
    void copies_of_copies_end_before_they_fill_the_memory(String to, String at, String what) {
        var copy = "{'op':'copy','from':'/a','path':'" + to + "'}";
        var patch = "[" + (copy + ",").repeat(99) + copy + "]";

        assertThat(json("{'a':[{'b':1}]}", patch))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a':1}; [{'op':'add','path':'/b','value':[1]}]; {'a':1,'b':[1]}",
                "{'a':[1,3]}; [{'op':'add','path':'/a/1','value':2}]; {'a':[1,2,3]}",
                "{'a':[1]}; [{'op':'add','path':'/a/-','value':2}]; {'a':[1,2]}",
                "{'a':[1,2]}; [{'op':'remove','path':'/a/0'}]; {'a':[2]}",
                "{'a':[1],'b':2}; [{'op':'remove','path':'/a/0'}]; {'b':2}",
                "{'a':1.50}; [{'op':'copy','from':'/a','path':'/b'}]; {'a':1.50,'b':1.50}",
                "{'a':{'c':1}}; [{'op':'move','from':'/a/c','path':'/b'}]; {'b':1}",
                "{'a~/b':1}; [{'op':'replace','path':'/a~0~1b','value':2}]; {'a~/b':2}",
                "{'a':1}; [{'op':'test','path':'/a','value':1},{'op':'remove','path':'/a'}]; {}"
            })
    void json_patch_does_what_rfc_6902_says(String resource, String patch, String expected) {
        assertThat(json(resource, patch)).isEqualTo(Outcome.of(json(expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[{'op':'remove','path':'/b'}]; [0]",
                "[{'op':'test','path':'/a','value':2}]; [0]",
                "[{'op':'add','path':'/a/b/c','value':2}]; [0]",
                "[{'op':'test','path':'/a','value':1},{'op':'add','path':'/l/7','value':2}]; [1]",
                "[{'op':'move','from':'/l','path':'/l/0'}]; [0]"
            })
    void a_json_patch_that_does_not_go_with_the_resource_is_refused_where_it_does_not(String patch, String at) {
        assertThat(json("{'a':1,'l':[1]}", patch))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(((Fault.Unprocessable) f.fault()).problems())
                                .extracting(Problem::at)
                                .containsExactly(at));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; ``",
                "[{'op':'sing','path':'/a'}]; [0].op",
                "[{'op':'add','path':'/a'}]; [0].value",
                "[{'op':'remove','path':'a'}]; [0].path",
                "[{'op':'copy','path':'/a'}]; [0].from",
                "[; ``"
            })
    void what_is_no_json_patch_is_refused(String patch, String at) {
        assertThat(JsonPatch.read(json(patch)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(((Fault.Invalid) f.fault()).problems())
                                .extracting(Problem::at)
                                .containsExactly(at));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "add; Patient; {'name':'name','valueString':'birthDate'},{'name':'value','valueDate':'1970'}; 'birthDate':'1970'",
                "add; Patient; {'name':'name','valueString':'name'},{'name':'value','valueHumanName':{'family':'C'}}; {'use':'old','family':'B'},{'family':'C'}]",
                "add; Patient; {'name':'name','valueString':'contact'},{'name':'value','part':[{'name':'gender','valueCode':'other'}]}; 'contact':[{'gender':'other'}]",
                "add; Patient; {'name':'name','valueString':'deceased'},{'name':'value','valueBoolean':true}; 'deceasedBoolean':true",
                "replace; Patient.multipleBirth; {'name':'value','valueBoolean':true}; 'multipleBirthBoolean':true",
                "replace; Patient.name.where(use = 'old').family; {'name':'value','valueString':'D'}; 'family':'D'",
                "replace; Patient.name[0].given.last(); {'name':'value','valueString':'z'}; ['x','z']",
                "replace; Patient.extension('http://e').value; {'name':'value','valueDecimal':2.00}; 'valueDecimal':2.00",
                "insert; Patient.name[0].given; {'name':'index','valueInteger':1},{'name':'value','valueString':'w'}; ['x','w','y']",
                "move; Patient.name[0].given; {'name':'source','valueInteger':0},{'name':'destination','valueInteger':1}; ['y','x']"
            })
    void fhirpath_patch_does_what_the_specification_says(String type, String path, String more, String expected) {
        var patched = patched(type, path, more);
        assertThat(patched.orElseThrow().utf8()).contains(expected.replace('\'', '"'));
    }

    /** The quotes of a path are FHIRPath's own. */
    private static Outcome<Bytes> patched(String type, String path, String more) {
        var parameters = ("{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
                        + operation(type, path, more) + "]}]}")
                .replace('\'', '"')
                .replace('\u0001', '\'');
        return FhirPathPatch.read(ElementTable.r4(), Bytes.utf8(parameters)).then(p -> p.apply(json(PATIENT)));
    }

    @Test
    void what_is_deleted_is_gone_and_deleting_nothing_is_no_fault() {
        assertThat(patched("delete", "Patient.name[1]", "").orElseThrow().utf8())
                .doesNotContain("old");
        assertThat(patched("delete", "Patient.birthDate", "")).isEqualTo(Outcome.of(json(PATIENT)));
        assertThat(patched("delete", "Patient.extension", "").orElseThrow().utf8())
                .doesNotContain("extension");
    }

    @Test
    void what_does_not_go_is_refused_and_says_where() {
        assertThat(patched("delete", "Patient.name", ""))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem("Parameters.parameter[0].path", "leads to several elements")))));
        assertThat(patched("replace", "Patient.colour", "{'name':'value','valueString':'red'}"))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(
                        new Problem("Parameters.parameter[0].path", "names colour, which is no element of Patient")))));
        assertThat(patched("delete", "Patient.name[a]", ""))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
        assertThat(path("{'name':'type','valueCode':'sing'}"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(new Problem(
                        "Parameters.parameter[0]",
                        "has a part type that is none of add, insert, delete, replace, move")))));
    }
}
