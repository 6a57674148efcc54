package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParameterFolderTest {
    private static final String GOOD = """
            {'resourceType':'SearchParameter','code':'eye-colour','base':['Patient'],'type':'token',
             'expression':'Patient.extension.where(url = ~urn:eye~).value'}""";

    @TempDir
    private Path folder;

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json.replace('\'', '"').replace('~', '\''));
    }

    @Test
    void a_parameter_of_the_hospital_is_searched_by_without_any_code() throws IOException {
        write("eye.json", GOOD);
        write("readme.txt", "not looked at");
        var parameters = SearchParameterFolder.read(Optional.of(folder)).orElseThrow();
        var store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T12:00:00Z"));
        for (var colour : List.of("blue", "brown")) {
            var patient = "{\"extension\":[{\"url\":\"urn:eye\",\"valueCode\":\"" + colour + "\"}]}";
            assertThat(store.commit(Commit.of(new Commit.Write.Put(
                            new ResourceId("Patient", colour),
                            OptionalLong.empty(),
                            Optional.of(colour),
                            Bytes.utf8(patient)))))
                    .isInstanceOf(Outcome.Success.class);
        }
        try (var index = LuceneResourceIndex.inMemory(store, parameters)) {
            var query = new Query(
                    "Patient",
                    List.of(new Criterion("eye-colour", "", List.of("blue"))),
                    List.of(),
                    10,
                    Optional.empty());
            assertThat(index.search(query, ReleaseFilter.everything())
                            .orElseThrow()
                            .matches())
                    .containsExactly(new ResourceId("Patient", "blue"));
        }
        assertThat(parameters.digest()).isNotEqualTo(SearchParameters.r4().digest());
        assertThat(SearchParameterFolder.read(Optional.empty())).isEqualTo(Outcome.of(SearchParameters.r4()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'SearchParameter'          | 'Basic'         | resourceType | is SearchParameter",
                "{'resourceType'            | 'resourceType'  | resourceType | is read from JSON, and this is none",
                "['Patient']                | []              | base         | is needed: the types of resources that have it",
                "['Patient']                | ['Resource']    | base         | Resource is no type of resource in FHIR R4; name each type that has it",
                "'eye-colour'               | '_eye'          | code         | begins with a letter and has letters, digits, - and _",
                "'token'                    | 'colour'        | type         | is one of token, string, date, reference, quantity, number, uri, composite, special",
                "'token'                    | 'composite'     | component    | is needed: a composite has at least one",
                "'token','expression'       | 'date','expression' | expression | leads from Patient to no element of a type that a date parameter looks at",
                "Patient.extension.where    | Patient.extension.trace | expression | is a union of paths with as, ofType, extension('url'), exists(), "
                        + "where(resolve() is Type) and where(name = 'value') here",
                "'base'                     | 'target':['Colour'],'base' | target | Colour is no type of resource in FHIR R4"
            })
    void what_is_not_honoured_names_the_file_the_element_and_the_remedy(
            String from, String to, String element, String remedy) throws IOException {
        write("a-good.json", GOOD);
        var bad = GOOD.replace("\n", "").replaceAll(",\\s+'", ",'").replace(from, to);
        write(
                "wrong.json",
                element.equals("expression") && to.contains("date")
                        ? bad.replace(".where(url = ~urn:eye~).value", ".url")
                        : bad);
        assertThat(SearchParameterFolder.read(Optional.of(folder)))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(new Problem("wrong.json " + element, remedy)))));
    }

    @Test
    void every_file_that_is_wrong_is_named_at_once() throws IOException {
        write("b.json", "{}");
        write("a.json", "[]");
        Files.write(folder.resolve("c.json"), new byte[] {(byte) 0xff});
        assertThat(SearchParameterFolder.read(Optional.of(folder)))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("a.json resourceType", "is SearchParameter"),
                        new Problem("b.json resourceType", "is SearchParameter"),
                        new Problem("c.json", "is not UTF-8; save it so")))));
    }

    @Test
    void a_composite_as_guides_publish_it_tells_its_kinds_by_its_expressions() throws IOException {
        write("composite.json", """
                {'resourceType':'SearchParameter','code':'part-code-when','base':['Observation'],'type':'composite',
                 'expression':'Observation',
                 'component':[{'definition':'urn:code','expression':'code'},{'definition':'urn:when','expression':'effective'}]}""");
        var composite = SearchParameterFolder.read(Optional.of(folder))
                .orElseThrow()
                .find("Observation", "part-code-when")
                .orElseThrow();
        assertThat(composite.components())
                .extracting(SearchParameter::kind)
                .containsExactly(SearchParameter.Kind.TOKEN, SearchParameter.Kind.DATE);
    }
}
