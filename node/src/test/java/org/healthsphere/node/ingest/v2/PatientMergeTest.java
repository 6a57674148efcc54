package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.store.StoredResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientMergeTest {
    private static final String MERGE =
            adt("A40^ADT_A40", "3", "EVN|A40", pid("7", "Muster^Maria"), "MRG|8^^^NORTH^MR");

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
        kit.stored("v2", adt("A04", "1", pid("7", "Muster^Maria")));
        kit.stored("v2", adt("A04", "2", pid("8", "Muster^Mria"), "DG1|1||X^X^LOC"));
    }

    @Test
    void the_survivor_replaces_the_other_and_both_say_so() {
        kit.stored("v2", MERGE);

        assertThat(patient("7").path("link")).isEqualTo(link(id("8"), "replaces"));
        assertThat(patient("7").path("identifier")).isEqualTo(json("""
                {'i': [
                    {'value': '7', 'system': 'https://north.example/mrn', 'type': {'coding': [{'code': 'MR', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0203'}]}},
                    {'value': '8', 'system': 'https://north.example/mrn', 'type': {'coding': [{'code': 'MR', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0203'}]}, 'use': 'old'}]}""").path("i"));
        assertThat(patient("8").path("link")).isEqualTo(link(id("7"), "replaced-by"));
        assertThat(patient("8").path("active").asBoolean(true)).isFalse();
        assertThat(patient("8").at("/name/0/given/0").asText()).isEqualTo("Mria");
    }

    @Test
    void from_then_on_the_old_number_means_the_survivor() {
        kit.stored("v2", MERGE);
        kit.stored("v2", adt("A08", "4", pid("8", "Muster^Maria"), "DG1|1||Y^Y^LOC"));

        assertThat(kit.current("Condition").stream()
                        .map(StoredResource::patient)
                        .map(p -> p.orElse("")))
                .containsExactly(id("8"), id("7"));
        assertThat(kit.current("Patient")).hasSize(2);
    }

    @Test
    void who_was_never_heard_of_can_be_merged_all_the_same() {
        kit.stored("v2", adt("A40", "3", pid("7", "Muster^Maria"), "MRG|9^^^NORTH^MR"));

        assertThat(patient("9").path("link")).isEqualTo(link(id("7"), "replaced-by"));
    }

    @Test
    void a_merge_that_comes_again_changes_nothing() {
        kit.stored("v2", MERGE);
        var change = kit.store.lastChange();

        assertThat(kit.take("v2", MERGE)).isInstanceOf(Receipt.Repeated.class);
        assertThat(kit.store.lastChange()).isEqualTo(change);
    }

    @Test
    void several_merges_in_one_message_each_have_their_own_pair() {
        kit.stored("v2", adt("A04", "5", pid("10", "A")));
        kit.stored("v2", adt("A40", "6", pid("7", "Muster"), "MRG|8^^^NORTH^MR", pid("10", "A"), "MRG|11^^^NORTH^MR"));

        assertThat(patient("8").path("link")).isEqualTo(link(id("7"), "replaced-by"));
        assertThat(patient("11").path("link")).isEqualTo(link(id("10"), "replaced-by"));
    }

    @Test
    void a_patient_does_not_replace_himself() {
        assertThat(kit.take("v2", adt("A40", "3", pid("7", "Muster"), "MRG|7^^^NORTH^MR")))
                .isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.take("v2", adt("A40", "4", pid("7", "Muster")))).isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().stream().map(e -> e.reason()))
                .containsExactlyInAnyOrder(
                        "MRG-1: means the same patient as PID-3", "MRG-1: prior identifier is missing");
    }

    private static JsonNode link(String other, String type) {
        return json("{'l': [{'other': {'reference': 'Patient/" + other + "'}, 'type': '" + type + "'}]}")
                .path("l");
    }

    /** The Patient whose first number this is. */
    private JsonNode patient(String number) {
        return found(number).map(r -> (JsonNode) Json.tree(r.json())).getFirst();
    }

    private String id(String number) {
        return found(number).map(r -> r.id().id()).getFirst();
    }

    private Found found(String number) {
        return new Found(kit.current("Patient").stream()
                .filter(r ->
                        Json.tree(r.json()).at("/identifier/0/value").asText().equals(number))
                .toList());
    }

    private record Found(List<StoredResource> resources) {
        <T> List<T> map(Function<StoredResource, T> to) {
            return resources.stream().map(to).toList();
        }
    }
}
