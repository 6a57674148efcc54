package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping is mended, and what came before is mapped again. */
class ReplaysTest {
    private static final Replays.Range ALL =
            new Replays.Range(Optional.empty(), Optional.empty(), Instant.MIN, Instant.MAX);
    /** Diagnoses are final unless they say otherwise, and those of code X are none. */
    private static final String MENDED = """
            {"change": {"condition": {"when": "DG1-3 valued and DG1-3.1 != X",
              "rules": [{"from": "DG1-4", "to": "code.text"}]}}}""";

    @TempDir
    Path folder;

    private Kit kit;
    private LuceneResourceIndex index;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed(), new TableFeed());
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
        var _ = replays(kit.ingest);
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private Replays replays(Ingest ingest) {
        return new Replays(ingest, kit.store, index, kit.originals, Kit.CLOCK);
    }

    /** The node after a mapping file was mended. */
    private Replays mended() {
        return replays(kit.over(
                new StoreSink(kit.store),
                List.of(
                        new V2Feed(Map.of("own.json", Bytes.utf8(MENDED))),
                        new TableFeed(Map.of("own.json", Bytes.utf8("""
                                {"change": {"lab": {"rules": [{"value": "amended", "to": "status"}]}}}"""))))));
    }

    private static String adt(String event, String number, String patient, String... lines) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^" + event + "|" + number + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^NORTH^MR||Muster^Name" + number + "\r"
                + String.join("\r", lines) + "\r";
    }

    private static String diagnosis(String code, String text) {
        return "DG1|1||" + code + "^LOC|" + text;
    }

    private static String named(String name) {
        return "DG1|1||" + name + "^" + name + "^LOC";
    }

    private String part(String controlId) {
        return replays(kit.ingest).list(ALL, 100).stream()
                .filter(o -> o.id().id().equals(controlId))
                .map(Original::part)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_message_is_kept_as_it_came() {
        var message = adt("A01", "1", "7", diagnosis("A^Code", "Asthma"));
        kit.stored("v2", message);

        assertThat(kit.originals.find(part("1")).orElseThrow().raw().utf8()).isEqualTo(message);
    }

    @Test
    void a_replay_without_a_change_of_the_mapping_changes_nothing() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma")));
        kit.stored("v2", adt("A08", "2", "7", diagnosis("B^Code", "Bronchitis")));
        var before = kit.store.lastChange();

        assertThat(replays(kit.ingest).replay(ALL)).isEqualTo(Outcome.of(report(2, 0, 0)));
        assertThat(kit.store.lastChange()).isEqualTo(before);
    }

    @Test
    void after_a_mending_what_is_told_otherwise_is_a_new_version_and_what_is_told_no_more_is_withdrawn() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma"), diagnosis("X^Code", "None")));

        assertThat(mended().replay(part("1"))).isEqualTo(Outcome.of(report(1, 1, 1)));

        var conditions = kit.current("Condition");
        assertThat(conditions.stream()
                        .filter(r -> !r.deleted())
                        .map(r -> Json.tree(r.json()).at("/code/text").asText()))
                .containsExactly("Asthma");
        assertThat(conditions.stream().filter(StoredResource::deleted).map(StoredResource::version))
                .containsExactly(2L);
        assertThat(conditions)
                .allSatisfy(r -> assertThat(kit.store.history(r.id())).hasSize(2));
        var provenance = kit.current("Provenance").getFirst();
        assertThat(provenance.version()).isEqualTo(2);
        assertThat(Json.tree(provenance.json()).path("target")).hasSize(2);
        assertThat(assembler(provenance))
                .isNotEqualTo(assembler(kit.store.version(provenance.id(), 1).orElseThrow()));
    }

    private static String assembler(StoredResource provenance) {
        return Json.tree(provenance.json()).at("/agent/1/who/display").asText();
    }

    @Test
    void the_same_replay_again_changes_nothing() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma"), diagnosis("X^Code", "None")));
        var replays = mended();
        assertThat(replays.replay(ALL)).isEqualTo(Outcome.of(report(1, 1, 1)));
        var before = kit.store.lastChange();

        assertThat(replays.replay(ALL)).isEqualTo(Outcome.of(report(1, 0, 0)));
        assertThat(kit.store.lastChange()).isEqualTo(before);
    }

    @Test
    void an_early_message_that_is_mapped_again_does_not_undo_what_later_ones_said() {
        kit.stored("v2", adt("A01", "1", "7", "PV1|1|I|||||||||||||||||V9^^^NORTH", diagnosis("A^Code", "Asthma")));
        kit.stored("v2", adt("A03", "2", "7", "PV1|1|I|||||||||||||||||V9^^^NORTH"));

        assertThat(mended().replay(part("1"))).isEqualTo(Outcome.of(report(1, 1, 0)));

        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("finished");
        assertThat(kit.the("Patient").at("/name/0/given/0").asText()).isEqualTo("Name2");
    }

    @Test
    void a_replay_of_everything_comes_to_what_the_mended_mapping_would_have_come_to() {
        List<String> messages = List.of(
                adt("A01", "1", "7", "PV1|1|I|||||||||||||||||V9^^^NORTH", diagnosis("A^Code", "Asthma")),
                adt("A08", "2", "7", diagnosis("X^Code", "None"), diagnosis("A^Code", "Severe asthma")),
                adt("A01", "3", "8", diagnosis("X^Code", "None")),
                adt("A03", "4", "7", "PV1|1|I|||||||||||||||||V9^^^NORTH"));
        messages.forEach(m -> kit.stored("v2", m));
        assertThat(mended().replay(ALL)).isInstanceOf(Outcome.Success.class);

        var fresh = new Kit(folder.resolve("fresh"), new V2Feed(Map.of("own.json", Bytes.utf8(MENDED))));
        messages.forEach(m -> fresh.stored("v2", m));
        assertThat(state(kit)).isEqualTo(state(fresh));
    }

    /** What is there, without times. */
    private static Map<ResourceId, Object> state(Kit kit) {
        return Set.of("Patient", "Encounter", "Condition", "Provenance").stream()
                .flatMap(type -> kit.current(type).stream())
                .filter(r -> !r.deleted())
                .collect(Collectors.toMap(StoredResource::id, r -> Kit.plain(r.json())));
    }

    @Test
    void what_somebody_else_has_changed_since_is_left_and_named() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma")));
        var condition = kit.current("Condition").getFirst();
        var edited = Json.tree(condition.json());
        edited.putArray("note").addObject().put("text", "seen by a physician");
        var _ = kit.store
                .commit(Commit.of(new Commit.Write.Put(
                        condition.id(), OptionalLong.empty(), condition.patient(), Json.bytes(edited))))
                .orElseThrow();

        var report = mended().replay(part("1")).orElseThrow();

        assertThat(report.left()).containsOnlyKeys(condition.id());
        assertThat(kit.the("Condition").at("/note/0/text").asText()).isEqualTo("seen by a physician");
    }

    @Test
    void a_message_that_cannot_be_mapped_any_more_is_named_and_what_it_came_to_stays() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma")));
        var refusing = replays(kit.over(
                new StoreSink(kit.store),
                List.of(new V2Feed(Map.of(
                        "own.json", Bytes.utf8("{\"change\": {\"condition\": {\"require\": [\"recorder\"]}}}"))))));
        var before = kit.store.lastChange();

        var report = refusing.replay(part("1")).orElseThrow();

        assertThat(report.refused()).isEqualTo(Map.of(part("1"), "DG1: makes no Condition: recorder is missing"));
        assertThat(kit.store.lastChange()).isEqualTo(before);
    }

    @Test
    void the_rows_of_a_table_are_replayed_patient_by_patient() {
        var csv = """
                result_id,mrn,test_code,test_system,value,unit,taken_at,status
                r1,7,2345-7,LOINC,5.4,mmol/L,2026-01-02T08:30:00,final
                r2,8,2345-7,LOINC,6.1,mmol/L,2026-01-02T08:31:00,final
                r3,7,2345-7,LOINC,5.9,mmol/L,2026-01-02T08:32:00,final
                """;
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        assertThat(CsvRows.open(in, CsvForm.USUAL, "labs", "labs.csv")
                        .then(rows -> new Intake(kit.ingest, "north").take(rows)))
                .isEqualTo(Outcome.of(new Intake.Summary(3, 0, 0)));

        var replays = mended();
        assertThat(replays.list(ALL, 10)).hasSize(2);
        assertThat(replays.replay(ALL)).isEqualTo(Outcome.of(report(2, 3, 0)));

        assertThat(kit.all("Observation").stream().map(o -> o.path("status").asText()))
                .containsOnly("amended")
                .hasSize(3);
        assertThat(kit.current("Provenance"))
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.version()).isEqualTo(2));
        assertThat(replays.replay(ALL)).isEqualTo(Outcome.of(report(2, 0, 0)));
    }

    @Test
    void a_merge_gives_the_survivor_everything_and_can_be_undone_and_done_again() {
        kit.stored("v2", adt("A01", "1", "7", named("Asthma")));
        kit.stored("v2", adt("A01", "2", "8", named("Bronchitis")));
        var other = put("Observation", "o1", patient("8"));
        var apart = owners();

        kit.stored("v2", adt("A40^ADT_A40", "3", "7", "MRG|8^^^NORTH^MR"));
        kit.stored("v2", adt("A08", "4", "8", named("Cough")));
        assertThat(owners()).isEqualTo(Map.of("Asthma", "7", "Bronchitis", "7", "Cough", "7", "o1", "7"));
        assertThat(kit.store.get(other).orElseThrow().patient()).contains(patient("7"));
        assertThat(patientOf("8").path("active").asBoolean(true)).isFalse();
        assertThat(patientOf("8").at("/name/0/given/0").asText()).isEqualTo("Name2");

        var replays = replays(kit.ingest);
        assertThat(replays.withdraw(part("3"))).isInstanceOf(Outcome.Success.class);
        assertThat(owners()).containsAllEntriesOf(apart).containsEntry("Cough", "8");
        assertThat(patientOf("8").has("link")).isFalse();
        assertThat(patientOf("8").path("active").asBoolean(true)).isTrue();
        assertThat(patientOf("7").has("link")).isFalse();
        var undone = kit.store.lastChange();
        assertThat(replays.withdraw(part("3"))).isEqualTo(Outcome.of(report(4, 0, 0)));
        assertThat(owners()).containsAllEntriesOf(apart);

        assertThat(replays.restore(part("3"))).isInstanceOf(Outcome.Success.class);
        assertThat(owners()).isEqualTo(Map.of("Asthma", "7", "Bronchitis", "7", "Cough", "7", "o1", "7"));
        assertThat(kit.store.lastChange()).isGreaterThan(undone);
    }

    private ResourceId put(String type, String name, String patient) {
        var id = new ResourceId(type, name);
        var body = Json.object().put("resourceType", type).put("id", name);
        body.putObject("subject").put("reference", "Patient/" + patient);
        body.putObject("code").put("text", name);
        var _ = kit.store
                .commit(Commit.of(
                        new Commit.Write.Put(id, OptionalLong.empty(), Optional.of(patient), Json.bytes(body))))
                .orElseThrow();
        return id;
    }

    /** Whose number has each thing that is there, by what it is. */
    private Map<String, String> owners() {
        return Set.of("Condition", "Observation").stream()
                .flatMap(type -> kit.current(type).stream())
                .filter(r -> !r.deleted())
                .collect(Collectors.toMap(
                        r -> Json.tree(r.json()).at("/code/text").asText(),
                        r -> number(Json.tree(r.json()).at("/subject/reference").asText())));
    }

    private String number(String reference) {
        return Json.tree(kit.store
                        .get(new ResourceId("Patient", reference.substring("Patient/".length())))
                        .orElseThrow()
                        .json())
                .at("/identifier/0/value")
                .asText();
    }

    private String patient(String number) {
        return Ids.of("Patient", "https://north.example/mrn", number).id();
    }

    private JsonNode patientOf(String number) {
        return Json.tree(kit.store
                .get(new ResourceId("Patient", patient(number)))
                .orElseThrow()
                .json());
    }

    @Test
    void a_merge_that_a_crash_has_interrupted_is_ended_later() {
        kit.stored("v2", adt("A01", "1", "7"));
        kit.stored("v2", adt("A01", "2", "8", named("Bronchitis")));
        // No one listens, as if the process had died after the commit.
        var _ = kit.restarted().take("v2", "north", Bytes.utf8(adt("A40^ADT_A40", "3", "7", "MRG|8^^^NORTH^MR")));
        assertThat(owners()).isEqualTo(Map.of("Bronchitis", "8"));

        replays(kit.ingest).endMerges();

        assertThat(owners()).isEqualTo(Map.of("Bronchitis", "7"));
    }

    @Test
    void what_is_kept_ends_with_the_patient_and_with_its_time() {
        kit.stored("v2", adt("A01", "1", "7"));
        kit.stored("v2", adt("A40^ADT_A40", "3", "7", "MRG|8^^^NORTH^MR"));
        var merge = part("3");
        kit.days.erase(patient("8"));
        assertThat(kit.originals.find(merge)).isEmpty();
        assertThat(kit.originals.find(part("1"))).isPresent();

        var _ = kit.store.erase(patient("7"), _ -> {}).orElseThrow();
        assertThat(replays(kit.ingest).list(ALL, 10)).isEmpty();

        kit.stored("v2", adt("A01", "4", "9"));
        kit.originals.expire(Kit.CLOCK.instant().plusSeconds(86_400L * 32));
        assertThat(replays(kit.ingest).list(ALL, 10)).isEmpty();
        assertThat(replays(kit.ingest).replay("0123"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("message that is kept")));
    }

    @Test
    void coverage_says_what_is_understood_now() {
        kit.stored("v2", adt("A01", "1", "7", diagnosis("A^Code", "Asthma")));
        assertThat(kit.ingest.coverage("north").codes().get(Kit.LOCAL)).isEqualTo(new Coverage.Codes(0, 1, 0));
        kit.terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "equivalent");

        assertThat(replays(kit.ingest).replay(ALL)).isEqualTo(Outcome.of(report(1, 1, 0)));

        assertThat(kit.ingest.coverage("north").codes().get(Kit.LOCAL)).isEqualTo(new Coverage.Codes(1, 0, 0));
        assertThat(kit.restarted().coverage("north").codes().get(Kit.LOCAL)).isEqualTo(new Coverage.Codes(1, 0, 0));
        assertThat(kit.the("Condition").at("/code/coding/1"))
                .isEqualTo(json("{'system': '" + Kit.COMMON + "', 'code': 'asthma', 'display': 'Shown asthma'}"));
    }

    private static Replays.Report report(int messages, int changed, int withdrawn) {
        return new Replays.Report(messages, changed, withdrawn, Map.of(), Map.of());
    }
}
