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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void two_visits_that_are_one_have_everything_in_the_one_that_remains_until_that_is_withdrawn() {
        var before = record();
        var statesBefore = states();

        kit.stored("v2", adt("A42", "4", "8", "ACC2", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V3")));
        assertThat(diagnosesOfVisits()).isEqualTo(Map.of("Asthma", "V1", "Bronchitis", "V3", "Cough", "V3"));
        assertThat(states()).isEqualTo(Map.of("V1", "in-progress", "V2", "entered-in-error", "V3", "in-progress"));
        assertThat(numbers("V3")).containsExactly("V3", "V2");

        // Who does not know it yet means the same visit by the old number.
        kit.stored("v2", adt("A08", "5", "8", "ACC2", visit("V2"), diagnosis("Fever")));
        assertThat(diagnosesOfVisits()).containsEntry("Fever", "V3");
        assertThat(encounters()).hasSize(3);

        assertThat(replays.withdraw(part("5"))).isInstanceOf(Outcome.Success.class);
        assertThat(replays.withdraw(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(diagnosesOfVisits()).isEqualTo(Map.of("Asthma", "V1", "Bronchitis", "V2", "Cough", "V3"));
        assertThat(states()).isEqualTo(statesBefore);
        assertThat(record()).isEqualTo(before);
    }

    @Test
    void two_visits_that_are_one_already_stay_it_when_that_is_told_again_or_the_other_way_round() {
        kit.stored("v2", adt("A42", "4", "8", "ACC2", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V3")));
        kit.stored("v2", adt("A42", "5", "8", "ACC2", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V3")));
        kit.stored("v2", adt("A42", "6", "8", "ACC2", "MRG|8^^^NORTH^MR||||V3^^^NORTH", visit("V2")));

        assertThat(diagnosesOfVisits()).isEqualTo(Map.of("Asthma", "V1", "Bronchitis", "V3", "Cough", "V3"));
        assertThat(encounters()).hasSize(3);
    }

    @Test
    void a_visit_whose_number_was_wrong_has_the_right_one_when_only_it_is_known() {
        kit.stored("v2", adt("A42", "4", "8", "ACC1", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V9")));
        kit.stored("v2", adt("A42", "5", "8", "ACC1", "MRG|8^^^NORTH^MR||||V2^^^NORTH", visit("V9")));

        assertThat(encounters()).hasSize(3);
        assertThat(numbers("V2")).containsExactly("V2", "V9");
        assertThat(record()).containsEntry("Bronchitis", "8");
    }

    /** Of a patient whose account number alone changes (A35, A49) as of one whose accounts are merged (A41). */
    @ParameterizedTest
    @ValueSource(strings = {"A35", "A49"})
    void an_account_that_gets_another_number_keeps_its_visits(String event) {
        kit.stored("v2", adt(event, "4", "8", "ACC9", "MRG|8^^^NORTH^MR||ACC1"));
        assertThat(record()).containsEntry("V2 on ACC9", "8").containsEntry("V3 on ACC2", "8");

        assertThat(replays.withdraw(part("4"))).isInstanceOf(Outcome.Success.class);
        assertThat(record()).containsEntry("V2 on ACC1", "8").containsEntry("V3 on ACC2", "8");
    }

    @Test
    void a_visit_with_another_alternate_number_has_both() {
        kit.stored("v2", adt("A08", "4", "8", "ACC1", visit("V2") + "|".repeat(31) + "ALT1^^^NORTH"));
        kit.stored(
                "v2",
                adt(
                        "A51",
                        "5",
                        "8",
                        "ACC1",
                        "MRG|8^^^NORTH^MR|||||ALT1^^^NORTH",
                        visit("V2") + "|".repeat(31) + "ALT2^^^NORTH"));

        assertThat(encounters()).hasSize(3);
        assertThat(numbers("V2")).containsExactly("V2", "ALT1", "ALT2");
    }

    @Test
    void a_number_that_is_moved_to_somebody_else_means_him_from_then_on() {
        kit.stored("v2", adt("A43", "4", "7", "", "MRG|8^^^NORTH^MR"));
        kit.stored("v2", adt("A08", "5", "8", "", visit("V7"), diagnosis("Fever")));

        assertThat(record()).containsEntry("Fever", "7").containsEntry("V7", "7");
    }

    /** Whose it is then only PID-2 and MRG-4 would tell, which are no numbers of anybody here: a person looks at it. */
    @Test
    void a_number_that_is_moved_to_itself_is_set_aside() {
        assertThat(kit.take("v2", adt("A43", "4", "8", "", "MRG|8^^^NORTH^MR")))
                .isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().getFirst().reason()).isEqualTo("MRG-1: means the same patient as PID-3");
    }

    private Map<String, String> diagnosesOfVisits() {
        var visits = new TreeMap<String, String>();
        kit.current("Encounter")
                .forEach(visit ->
                        visits.put(visit.id().toString(), numbers(visit).getFirst()));
        var diagnoses = new TreeMap<String, String>();
        kit.current("Condition").stream().filter(one -> !one.deleted()).forEach(one -> {
            var json = Json.tree(one.json());
            diagnoses.put(
                    json.at("/code/coding/0/code").asText(),
                    visits.get(json.at("/encounter/reference").asText()));
        });
        return diagnoses;
    }

    private Map<String, String> states() {
        var states = new TreeMap<String, String>();
        encounters()
                .forEach(visit -> states.put(
                        visit.at("/identifier/0/value").asText(),
                        visit.path("status").asText()));
        return states;
    }

    private List<String> numbers(String first) {
        return kit.current("Encounter").stream()
                .map(VisitMovesTest::numbers)
                .filter(numbers -> numbers.getFirst().equals(first))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> numbers(StoredResource visit) {
        return Json.elements(Json.tree(visit.json()).path("identifier"))
                .map(number -> number.path("value").asText())
                .toList();
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
