package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visits and accounts that were somebody else's, or get another number. */
class VisitMovesTest {
    private static final Replays.Range ALL =
            new Replays.Range(Optional.empty(), Optional.empty(), Instant.MIN, Instant.MAX);

    @TempDir
    Path folder;

    private Kit kit;
    private LuceneResourceIndex index;
    private Replays replays;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
        replays = new Replays(kit.ingest, kit.store, index, kit.originals, Kit.CLOCK);
        kit.stored("v2", adt("A01", "1", "7", "", visit("V1"), diagnosis("Asthma")));
        kit.stored("v2", adt("A01", "2", "8", "ACC1", visit("V2"), diagnosis("Bronchitis")));
        kit.stored("v2", adt("A01", "3", "8", "ACC2", visit("V3"), diagnosis("Cough")));
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private static String adt(String event, String number, String patient, String account, String... lines) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^" + event + "|" + number + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^NORTH^MR||Muster^Name" + patient + "|||||||||||||" + account + "\r"
                + String.join("\r", lines) + "\r";
    }

    private static String visit(String number) {
        return "PV1|1|I|||||||||||||||||" + number + "^^^NORTH";
    }

    private static String diagnosis(String name) {
        return "DG1|1||" + name + "^" + name + "^LOC";
    }

    @Test
    void a_visit_that_is_moved_takes_along_what_is_in_it_and_comes_back_when_that_is_withdrawn() {
        var before = record();
        assertThat(before).hasToString("{Asthma=7, Bronchitis=8, Cough=8, V1=7, V2 on ACC1=8, V3 on ACC2=8}");

        kit.stored("v2", adt("A45", "4", "7", "", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V2")));
        assertThat(record()).hasToString("{Asthma=7, Bronchitis=7, Cough=8, V1=7, V2 on ACC1=7, V3 on ACC2=8}");

        kit.stored("v2", adt("A03", "5", "7", "", visit("V2"), diagnosis("Fever")));
        assertThat(encounters()).hasSize(3);
        assertThat(record()).containsEntry("Fever", "7");

        assertThat(replays.withdraw(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(record()).containsAllEntriesOf(before);

        assertThat(replays.restore(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(record()).containsEntry("Bronchitis", "7").containsEntry("Cough", "8");
    }

    @Test
    void a_visit_with_another_number_is_the_same_visit() {
        kit.stored("v2", adt("A50", "4", "8", "ACC1", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V9")));
        kit.stored("v2", adt("A08", "5", "8", "ACC1", visit("V9"), diagnosis("Fever")));

        assertThat(encounters()).hasSize(3);
        assertThat(encounters().stream()
                        .map(encounter -> encounter.path("identifier").findValuesAsText("value")))
                .contains(List.of("V2", "V9"));
        assertThat(record()).containsEntry("Fever", "8").containsEntry("Bronchitis", "8");
    }

    @Test
    void an_account_with_another_number_is_so_for_each_visit_on_it_until_that_is_withdrawn() {
        kit.stored("v2", adt("A41", "4", "8", "ACC9", "MRG|||ACC1"));
        assertThat(record()).containsEntry("V2 on ACC9", "8").containsEntry("V3 on ACC2", "8");

        assertThat(replays.withdraw(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(record()).containsEntry("V2 on ACC1", "8").containsEntry("V3 on ACC2", "8");
    }

    @Test
    void an_account_that_is_moved_takes_along_its_visits_and_comes_back() {
        kit.stored("v2", adt("A44", "4", "7", "ACC1", "MRG|8^^^NORTH^MR||ACC1"));
        assertThat(record())
                .containsEntry("V2 on ACC1", "7")
                .containsEntry("Bronchitis", "7")
                .containsEntry("V3 on ACC2", "8")
                .containsEntry("Cough", "8");

        assertThat(replays.withdraw(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(record()).containsEntry("V2 on ACC1", "8").containsEntry("Bronchitis", "8");
    }

    @Test
    void a_move_that_a_crash_has_interrupted_is_ended_later() {
        // No one listens, as if the process had died after the commit.
        var _ = kit.restarted().take("v2", "north", Bytes.utf8(adt("A44", "4", "7", "ACC1", "MRG|8^^^NORTH^MR||ACC1")));
        assertThat(record()).containsEntry("Bronchitis", "8");

        replays.endMerges();

        assertThat(record()).containsEntry("Bronchitis", "7").containsEntry("V2 on ACC1", "7");
    }

    @Test
    void a_move_of_nothing_is_set_aside() {
        assertThat(kit.take("v2", adt("A45", "4", "7", "", "MRG|8^^^NORTH^MR", visit("V2"))))
                .isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().getFirst().reason())
                .isEqualTo("MRG: prior account or visit number is missing");
    }

    @Test
    void two_patients_who_are_linked_point_to_each_other_until_they_are_unlinked() {
        kit.stored("v2", adt("A24", "4", "7", "", "PID|2||8^^^NORTH^MR||Muster^Name8"));
        assertThat(links()).isEqualTo(Map.of("7", "seealso 8", "8", "seealso 7"));
        assertThat(record()).containsEntry("Asthma", "7").containsEntry("Bronchitis", "8");

        kit.stored("v2", adt("A37", "5", "7", "", "PID|2||8^^^NORTH^MR||Muster^Name8"));
        assertThat(links()).isEqualTo(Map.of("7", "", "8", ""));

        assertThat(replays.withdraw(part("5"))).isInstanceOf(Outcome.Success.class);
        assertThat(links()).isEqualTo(Map.of("7", "seealso 8", "8", "seealso 7"));
        assertThat(kit.take("v2", adt("A24", "6", "7", ""))).isInstanceOf(Receipt.Quarantined.class);
    }

    private Map<String, String> links() {
        var links = new TreeMap<String, String>();
        kit.current("Patient").forEach(patient -> {
            var json = Json.tree(patient.json());
            var link = json.path("link").path(0);
            links.put(
                    number(patient.id().toString()),
                    (link.path("type").asText() + " "
                                    + (link.isMissingNode()
                                            ? ""
                                            : number(link.at("/other/reference").asText())))
                            .strip());
        });
        return links;
    }

    private List<JsonNode> encounters() {
        return kit.current("Encounter").stream()
                .filter(resource -> !resource.deleted())
                .<JsonNode>map(resource -> Json.tree(resource.json()))
                .toList();
    }

    /** Whose each visit and each diagnosis is. */
    private Map<String, String> record() {
        var record = new TreeMap<String, String>();
        Stream.concat(kit.current("Encounter").stream(), kit.current("Condition").stream())
                .filter(resource -> !resource.deleted())
                .forEach(resource -> record.put(name(Json.tree(resource.json())), owner(resource)));
        return record;
    }

    private static String name(JsonNode json) {
        var account = json.at("/account/0/identifier/value").asText();
        return json.has("code")
                ? json.at("/code/coding/0/code").asText()
                : json.at("/identifier/0/value").asText() + (account.isEmpty() ? "" : " on " + account);
    }

    private String owner(StoredResource resource) {
        var reference = Json.tree(resource.json()).at("/subject/reference").asText();
        assertThat(resource.patient().map(patient -> "Patient/" + patient)).contains(reference);
        return number(reference);
    }

    private String number(String reference) {
        return kit.current("Patient").stream()
                .filter(patient -> patient.id().toString().equals(reference))
                .map(patient ->
                        Json.tree(patient.json()).at("/identifier/0/value").asText())
                .findFirst()
                .orElseThrow();
    }

    private String part(String controlId) {
        return replays.list(ALL, 100).stream()
                .filter(original -> original.id().id().equals(controlId))
                .map(Original::part)
                .findFirst()
                .orElseThrow();
    }
}
