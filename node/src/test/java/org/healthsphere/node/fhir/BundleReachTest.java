package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles and operations are judged piece by piece by what the token is good for. */
class BundleReachTest {
    private static final ResourceId ANN = new ResourceId("Patient", "ann");

    private final House house = new House();
    private final Interactions interactions = new Interactions(
            new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh");

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'name':[{'family':'Sample'}]}");
        house.put(
                "Observation",
                "pulse",
                "ann",
                "{'subject':{'reference':'Patient/ann'},'performer':[{'reference':'Practitioner/pia'}]}");
        house.put("Condition", "gout", "ann", "{'subject':{'reference':'Patient/ann'}}");
        house.put("Practitioner", "pia", Optional.empty(), "{'active':true}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Asking asking(String scopes) {
        var own = house.own();
        var reach = new Reach(Arrays.stream(scopes.split(" ", -1))
                .map(scope -> Scope.parse(scope).orElseThrow())
                .collect(Collectors.toSet()));
        return Asking.of(
                new Access(own.requester(), own.purpose(), own.correlation(), reach), "https://node.example/fhir");
    }

    private static JsonNode tree(Bytes json) {
        return House.tree(json.utf8());
    }

    private static List<String> texts(JsonNode bundle, String pointer) {
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> entry.at(pointer).asText())
                .toList();
    }

    private Outcome<JsonNode> bundle(String scopes, String type, String... entries) {
        var json = "{'resourceType':'Bundle','type':'%s','entry':[%s]}".formatted(type, String.join(",", entries));
        return interactions
                .bundle(asking(scopes), Bytes.utf8(json.replace('\'', '"')))
                .map(BundleReachTest::tree);
    }

    private static String entry(String method, String url) {
        return "{'request':{'method':'%s','url':'%s'}}".formatted(method, url);
    }

    private static String entry(String method, String url, String resource) {
        return "{'resource':%s,'request':{'method':'%s','url':'%s'}}".formatted(resource, method, url);
    }

    @ParameterizedTest
    @CsvSource({
        "system/Patient.r, Patient/ann, 200",
        "system/Patient.s, Patient/ann, 403",
        "system/Patient.s, Patient/ann/_history/1, 403",
        "system/Patient.s, Patient/ann/_history, 403",
        "system/Patient.s, Patient/ann/$everything, 403",
        "system/Patient.r, Patient?family=Sample, 403",
        "system/Observation.rs, Patient/ann, 403",
        "system/Observation.rs, Observation?subject:Patient.family=Sample, 403",
        "system/Patient.rs, Patient?_has:Condition:patient:code=g, 403",
        "system/Observation.rs, Observation?_include=Observation:subject, 200",
        "system/Patient.r, _history, 403",
        "system/Patient.s, _history, 200",
        "system/Patient.r, Patient/_history, 403"
    })
    void an_entry_that_reads_is_judged_as_if_it_had_come_alone(String scopes, String url, int status) {
        for (var type : List.of("batch", "transaction")) {
            var answer = bundle(scopes, type, entry("GET", url)).orElseThrow();
            assertThat(texts(answer, "/response/status"))
                    .singleElement()
                    .asString()
                    .startsWith(Integer.toString(status));
            assertThat(answer.toString().contains("\"Sample\""))
                    .isEqualTo(status == 200 && url.matches("Patient/ann|_history"));
        }
    }

    @Test
    void in_a_batch_each_write_needs_the_scope_of_its_type() {
        var answer = bundle(
                        "system/Condition.cud",
                        "batch",
                        entry(
                                "POST",
                                "Condition",
                                "{'resourceType':'Condition','subject':{'reference':'Patient/ann'}}"),
                        entry("POST", "Patient", "{'resourceType':'Patient'}"),
                        entry("PUT", "Patient/ann", "{'resourceType':'Patient','id':'ann'}"),
                        entry("DELETE", "Patient/ann"),
                        entry("DELETE", "Condition/gout"))
                .orElseThrow();
        assertThat(texts(answer, "/response/status").stream().map(s -> s.substring(0, 3)))
                .containsExactly("201", "403", "403", "403", "204");
        assertThat(house.store.get(ANN).map(StoredResource::version)).contains(1L);
        assertThat(house.store.get(new ResourceId("Condition", "gout")).map(StoredResource::deleted))
                .contains(true);
    }

    @Test
    void a_transaction_with_one_write_beyond_the_token_writes_nothing() {
        var answer = bundle(
                "system/Condition.c",
                "transaction",
                entry("POST", "Condition", "{'resourceType':'Condition','subject':{'reference':'Patient/ann'}}"),
                entry("DELETE", "Patient/ann"));
        assertThat(answer)
                .isEqualTo(Outcome.failed(
                        new Fault.Forbidden("the token's scopes do not cover this interaction with Patient")));
        assertThat(house.store.get(new ResourceId("Condition", "fresh"))).isEmpty();
    }

    @Test
    void a_conditional_reference_tells_nothing_of_what_may_not_be_searched() {
        var refers = entry(
                "POST", "Condition", "{'resourceType':'Condition','subject':{'reference':'Patient?family=Sample'}}");
        assertThat(bundle("system/Condition.c", "transaction", refers)).isInstanceOf(Outcome.Failure.class);
        assertThat(house.store.get(new ResourceId("Condition", "fresh"))).isEmpty();
        assertThat(bundle("system/Condition.c system/Patient.s", "transaction", refers))
                .isInstanceOf(Outcome.Success.class);
        assertThat(house.store.get(new ResourceId("Condition", "fresh"))).isPresent();
    }

    private Outcome<List<String>> everything(String scopes) {
        return interactions
                .records()
                .everything(asking(scopes), "ann", Parameters.parse(""))
                .map(bundle -> texts(tree(bundle), "/resource/resourceType"));
    }

    @Test
    void everything_of_a_patient_is_everything_within_reach() {
        assertThat(everything("system/*.rs").orElseThrow())
                .containsExactlyInAnyOrder("Patient", "Observation", "Condition", "Practitioner");
        assertThat(everything("system/Patient.rs system/Observation.s").orElseThrow())
                .containsExactlyInAnyOrder("Patient", "Observation");
        assertThat(everything("system/Patient.rs system/Observation.s system/Practitioner.r")
                        .orElseThrow())
                .containsExactlyInAnyOrder("Patient", "Observation", "Practitioner");
        assertThat(everything("system/Observation.rs"))
                .isEqualTo(Outcome.failed(
                        new Fault.Forbidden("the token's scopes do not cover this interaction with Patient")));
        assertThat(everything("system/Patient.r"))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a search of any type")));
    }

    @Test
    void who_may_only_write_does_not_need_to_read() {
        var answer = bundle("system/Patient.d", "transaction", entry("DELETE", "Patient/ann"));
        assertThat(answer).isInstanceOf(Outcome.Success.class);
        assertThat(house.store.get(ANN).map(StoredResource::deleted)).contains(true);
    }
}
