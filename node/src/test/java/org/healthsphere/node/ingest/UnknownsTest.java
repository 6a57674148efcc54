package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.ResourceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be said and is not known is said to be unknown, until it is known. */
class UnknownsTest {
    private static final String ABSENT =
            "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}";
    private static final String UNKNOWN =
            "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/data-absent-reason','code':'unknown'}]}";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    private void stored(String event, String id, String... lines) {
        kit.stored(
                "v2",
                "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||" + event + "|" + id + "|P|2.5.1\r"
                        + String.join("\r", lines) + "\r");
    }

    @Test
    void a_patient_of_whom_a_number_is_all_that_is_known_has_a_name_and_a_gender_that_are_not() {
        stored("ADT^A04", "1", "PID|1||8^^^NORTH^MR");
        assertThat(kit.the("Patient").path("name").path(0)).isEqualTo(json(ABSENT));
        assertThat(kit.the("Patient").path("gender").asText()).isEqualTo("unknown");

        stored("ADT^A08", "2", "PID|1||8^^^NORTH^MR||Example^Ann|||F");
        assertThat(kit.the("Patient").path("name")).hasSize(1);
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Example");
        assertThat(kit.the("Patient").path("gender").asText()).isEqualTo("female");

        stored("ADT^A08", "3", "PID|1||8^^^NORTH^MR");
        assertThat(kit.the("Patient").at("/name/0/family").asText())
                .as("what is not said again is not forgotten")
                .isEqualTo("Example");

        stored("ADT^A08", "4", "PID|1||8^^^NORTH^MR||\"\"");
        assertThat(kit.the("Patient").path("name").path(0))
                .as("what is deleted is not known any longer")
                .isEqualTo(json(ABSENT));
    }

    @Test
    void a_visit_has_a_type_and_its_unknown_one_gives_way() {
        stored("ADT^A01", "1", "PID|1||8^^^NORTH^MR", "PV1|1|I|||||||||||||||||V1");
        assertThat(kit.the("Encounter").path("type").path(0)).isEqualTo(json(UNKNOWN));

        stored("ADT^A08", "2", "PID|1||8^^^NORTH^MR", "PV1|1|I||R^Routine|||||||||||||||V1");
        assertThat(kit.the("Encounter").path("type")).hasSize(1);
        assertThat(kit.the("Encounter").at("/type/0/coding/0/code").asText()).isEqualTo("R");
    }

    @Test
    void a_result_without_a_value_says_why_until_there_is_one() {
        var order = "OBR|1||F1^LAB|24323-8^^LN";
        stored("ORU^R01", "1", "PID|1||8^^^NORTH^MR", order, "OBX|1|NM|2345-7^^LN||||||||P");
        assertThat(kit.the("Observation").path("dataAbsentReason")).isEqualTo(json(UNKNOWN));

        stored("ORU^R01", "2", "PID|1||8^^^NORTH^MR", order, "OBX|1|NM|2345-7^^LN||90||||||F");
        assertThat(kit.the("Observation").has("dataAbsentReason")).isFalse();
        assertThat(kit.the("Observation").at("/valueQuantity/value").asInt()).isEqualTo(90);
    }

    @Test
    void a_report_that_is_out_has_times_or_says_that_they_are_not_known() {
        stored("ORU^R01", "1", "PID|1||8^^^NORTH^MR", "OBR|1||F1^LAB|24323-8^^LN|||||||||||||||||||||F");
        assertThat(kit.the("DiagnosticReport").path("_issued")).isEqualTo(json(ABSENT));
        assertThat(kit.the("DiagnosticReport").path("_effectiveDateTime")).isEqualTo(json(ABSENT));

        stored(
                "ORU^R01",
                "2",
                "PID|1||8^^^NORTH^MR",
                "OBR|1||F1^LAB|24323-8^^LN|||20240101|||||||||||||||20240102080000||LAB|F");
        var report = kit.the("DiagnosticReport");
        assertThat(report.has("_issued") || report.has("_effectiveDateTime")).isFalse();
        assertThat(report.path("effectiveDateTime").asText()).isEqualTo("2024-01-01");

        stored("ORU^R01", "3", "PID|1||9^^^NORTH^MR", "OBR|1||F2^LAB|24323-8^^LN|||||||||||||||||||||I");
        assertThat(kit.all("DiagnosticReport").getLast().has("_issued"))
                .as("of what is only registered nobody asks when it was released")
                .isFalse();
    }

    @Test
    void a_procedure_that_was_done_was_done_at_a_time_or_says_that_it_is_not_known() {
        var procedures = MappedResources.of("Procedure", MappedResources.in(folder.resolve("all")))
                .map(stored -> Json.tree(stored.json()))
                .toList();
        assertThat(procedures).hasSize(2).allSatisfy(procedure -> {
            assertThat(procedure.path("status").asText()).isEqualTo("completed");
            assertThat(procedure.has("performedDateTime")).isNotEqualTo(procedure.has("_performedDateTime"));
        });
        assertThat(procedures.stream()
                        .filter(procedure ->
                                procedure.path("_performedDateTime").equals(json(ABSENT)))
                        .map(procedure -> procedure.path("code")))
                .containsExactly(json(UNKNOWN));
    }

    @Test
    void what_was_not_given_is_said_to_be_not_done() {
        assertThat(MappedResources.of("Immunization", MappedResources.in(folder.resolve("all")))
                        .map(stored -> Json.tree(stored.json()).path("status").asText()))
                .containsExactlyInAnyOrder("completed", "completed", "completed", "not-done", "not-done");
    }

    @Test
    void what_has_words_and_no_code_is_said_in_words_only() {
        stored("ADT^A01", "1", "PID|1||8^^^NORTH^MR", "AL1|1|FA|^Nuts");
        assertThat(kit.the("AllergyIntolerance").path("code")).isEqualTo(json("{'text':'Nuts'}"));
    }

    @Test
    void what_came_as_fhir_is_as_its_source_says() {
        var sent = new Draft(
                new ResourceId("Patient", "sent"),
                Optional.of("sent"),
                Json.object(),
                Set.of(),
                Draft.OnExisting.UPDATE);
        assertThat(new Mapped(List.of(sent), List.of(), Mapped.AS_SENT, List.of()).isAsSent())
                .isTrue();
        assertThat(Unknowns.told(sent, Optional.empty()).json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("name", "gender");
    }
}
