package org.healthsphere.node.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkFeedTest {
    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "p1", "identifier": [{"system": "https://north.example/mrn", "value": "77"}], "gender": "female"}
            """;
    private static final String CONDITION = """
            {"resourceType": "Condition", "id": "c1", "meta": {"versionId": "4"}, "code": {"text": "x"}, "subject": {"reference": "Patient/p1"}, "encounter": {"reference": "Encounter/e1"}}
            """;

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void open() {
        kit = new Kit(folder, new BulkFeed(new StrictParse()));
    }

    @Test
    void resources_of_another_server_get_ids_of_their_own_and_their_references_follow() {
        assertThat(take(PATIENT)).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
        assertThat(take("""
                {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p1"}}
                """ + CONDITION)).isEqualTo(Outcome.of(new Intake.Summary(2, 0, 0)));

        assertThat(kit.the("Condition"))
                .isEqualTo(
                        json(
                                "{'code': {'text': 'x'}, 'subject': {'reference': 'Patient/*'}, 'encounter': {'reference': 'Encounter/*'}}"));
        var condition = kit.current("Condition").getFirst();
        var patient = kit.current("Patient").getFirst().id();
        assertThat(condition.json().utf8())
                .contains("\"" + patient + "\"")
                .contains("\"" + kit.current("Encounter").getFirst().id() + "\"");
        assertThat(condition.patient()).contains(patient.id());
    }

    @Test
    void a_patient_is_the_one_whom_other_feeds_know_by_the_same_number() {
        take(PATIENT);
        take(PATIENT.replace("p1", "p2").replace("female", "male"));

        assertThat(kit.current("Patient")).hasSize(1);
        assertThat(take(CONDITION.replace("p1", "p2").replace("c1", "c2")))
                .isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void what_comes_again_changes_nothing_and_what_has_changed_supersedes() {
        take(PATIENT + CONDITION);
        assertThat(take(PATIENT + CONDITION)).isEqualTo(Outcome.of(new Intake.Summary(0, 2, 0)));

        take(CONDITION.replace("\"x\"", "\"y\""));

        assertThat(kit.current("Condition")).extracting(StoredResource::version).containsExactly(2L);
        assertThat(kit.the("Condition").at("/code/text").asText()).isEqualTo("y");
    }

    @Test
    void lines_that_cannot_be_taken_wait_with_their_numbers_and_do_not_keep_the_others() {
        var summary = take(PATIENT + "{\"resourceType\": \"Condition\", \"id\": \"c9\", \"colour\": \"secret\"}\n"
                + "nonsense\n\n"
                + CONDITION.replace("p1", "p9")
                + CONDITION.replace("\"c1\"", "\"c2\"").replace("\"id\"", "\"language\"")
                + CONDITION);

        assertThat(summary).isEqualTo(Outcome.of(new Intake.Summary(2, 0, 4)));
        assertThat(kit.ingest.quarantined().getFirst().reason())
                .isEqualTo("line 2, colour: no such element; line 3: not a JSON object; "
                        + "line 5, reference: leads to a Patient who is not there; import the file of Patients first; "
                        + "line 6, id: is required");
    }

    @Test
    void a_line_that_waited_for_its_patient_is_taken_when_the_patient_is_there() {
        take(CONDITION);
        var entry = kit.ingest.quarantined().getFirst().id();
        take(PATIENT);

        assertThat(kit.ingest.replay(entry)).isPresent();

        assertThat(kit.all("Condition")).hasSize(1);
        assertThat(kit.ingest.quarantined()).isEmpty();
    }

    @Test
    void a_line_without_end_is_refused_before_it_is_read() {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 'x');
                read += length;
                return length;
            }
        };

        assertThat(text(new NdjsonRows(endless, "x.ndjson").next())).isEqualTo("line 1: is longer than 16777216 bytes");
        assertThat(endless.read).isLessThan(NdjsonRows.LONGEST_LINE + 100_000L);
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused_by_their_line() {
        var latin = new ByteArrayInputStream("{}\n\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(text(new NdjsonRows(latin, "x").next())).isEqualTo("line 2: has bytes that are no UTF-8");
    }

    @Test
    void the_same_file_comes_in_the_same_pieces() {
        var text = IntStream.range(0, 450).mapToObj(i -> "{\"a\":" + i + "}\n").collect(Collectors.joining());
        var rows = new NdjsonRows(bytes(text), "x.ndjson");

        assertThat(rows.next().orElseThrow().map(r -> r.rows().size())).contains(200);
        assertThat(rows.next().orElseThrow().map(Rows::place)).contains("x.ndjson, rows 201 to 400");
        assertThat(rows.next().orElseThrow().map(r -> r.rows().getLast().number()))
                .contains(450L);
        assertThat(rows.next().orElseThrow()).isEmpty();
    }

    @CanIgnoreReturnValue
    private Outcome<Intake.Summary> take(String lines) {
        return new Intake(kit.ingest, BulkFeed.KIND, "north").take(new NdjsonRows(bytes(lines), "export.ndjson"));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var fault) ? Faults.text(fault) : "not refused";
    }
}
