package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.ingest.cda.SummaryDocument;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a steward does by commands with what a running node has taken in, and what it takes in from a folder of documents. */
class MessagesIT {
    private static final String VIEW = """
            {"resourceType": "ViewDefinition", "resource": "Condition", "status": "active",
             "select": [{"column": [{"name": "code", "path": "code.coding.first().code"}, {"name": "text", "path": "code.text"}]}]}""";

    /** A hospital's own rule that turns out to be too strict. */
    private static final String STRICT =
            "{\"change\": {\"encounter\": {\"require\": [\"status\", \"class\", \"serviceType\"]}}}";

    private static final String MENDED =
            "{\"change\": {\"condition\": {\"rules\": [{\"value\": \"as it is meant\", \"to\": \"code.text\"}]}}}";

    @TempDir
    private Path folder;

    @Test
    void after_a_mapping_was_mended_what_waits_is_taken_and_what_was_taken_is_mapped_anew() throws Exception {
        try (var network = new TwoHospitals(folder.resolve("network"))) {
            network.north.running().close();
            restarted(network.north, STRICT, north -> {
                assertThat(send(north, message("1", "|MED", "Asthma"))).contains("stored");
                assertThat(send(north, message("2", "", "Cough"))).contains("quarantined");
                var waiting = ended(north, "messages", "quarantine");
                assertThat(waiting.code()).isEqualTo(Answers.SET_ASIDE);
                assertThat(waiting.out()).contains("0 resources changed").contains("serviceType is missing");
                assertThat(waiting.err()).startsWith("1 still set aside");
                assertThat(hie(north, "messages", "waiting")).contains("  north  v2  ", "serviceType is missing");
            });
            restarted(network.north, MENDED, north -> {
                assertThat(hie(north, "messages", "quarantine")).startsWith("1 messages: ");
                assertThat(hie(north, "messages", "list").lines()).hasSize(2);
                assertThat(csv(north)).containsExactly("code,text", "Asthma,Asthma", "Cough,as it is meant");

                assertThat(hie(north, "messages", "replay", "--source", "north"))
                        .startsWith("2 messages: 1 resources changed");
                assertThat(csv(north)).containsExactly("code,text", "Asthma,as it is meant", "Cough,as it is meant");
                assertThat(hie(north, "messages", "replay", "--kind", "ccda")).startsWith("0 messages: ");
                assertThat(hie(north, "messages", "waiting")).isEqualTo("None waits.\n");
            });
            restarted(network.north, STRICT, north -> {
                var replayed = ended(north, "messages", "replay", "--source", "north");
                assertThat(replayed.code()).isEqualTo(Answers.SET_ASIDE);
                assertThat(replayed.out()).contains("serviceType is missing");
                assertThat(replayed.err()).startsWith("1 cannot be mapped; ");
                assertThat(csv(north)).as("what it told stays").hasSize(3);
            });
        }
    }

    @Test
    void rows_go_into_a_parquet_file_and_into_a_table_of_a_database() throws Exception {
        try (var network = new TwoHospitals(folder.resolve("network"));
                var server = EmbeddedPostgres.builder().start()) {
            var north = network.north;
            assertThat(send(north, message("1", "", "Asthma"))).contains("stored");
            assertThat(send(north, message("2", "", "Cough"))).contains("stored");

            var file = folder.resolve("rows.parquet");
            assertThat(hie(north, "extract", "parquet", "--view", view(), "--to", file))
                    .contains("2 rows");
            assertThat(parquet(file)).containsExactlyInAnyOrder("Asthma", "Cough");

            var url = server.getJdbcUrl("postgres", "postgres");
            var intoTable = List.of("extract", "jdbc", "--view", view(), "--url", url, "--table", "ills");
            assertThat(hie(north, intoTable.toArray())).contains("2 rows");
            assertThat(hie(north, intoTable.toArray())).as("once more").contains("2 rows");
            assertThat(rows(url)).containsExactly("Asthma", "Cough");
        }
    }

    @Test
    void a_document_in_a_folder_and_one_inside_of_a_message_are_taken_in() throws Exception {
        try (var network = new TwoHospitals(folder.resolve("network"))) {
            network.north.running().close();
            var data = network.north.config().data();
            Files.writeString(data.resolve("sources.json"), """
                    [{"name": "north", "zone": "UTC", "ccda": {"folder": "in"}, "identifierSystems": {"NORTH": "urn:oid:2.999.7"}}]""");
            var in = Files.createDirectories(data.resolve("in"));
            dropped(in.resolve("whole.xml"), SummaryDocument.of("77", "4548-4"));
            dropped(in.resolve("none.xml"), "<!DOCTYPE a [<!ENTITY b 'c'>]><ClinicalDocument>&b;</ClinicalDocument>");
            try (var running = Node.start(network.north.config(), environment())) {
                var north = new Hospital(network.north.config(), running, network.north.http());
                await(in.resolve("done/whole.xml"));
                await(in.resolve("refused/none.xml"));
                assertThat(total(north, "Composition?")).isEqualTo(1);
                assertThat(total(north, "Observation?code=4548-4&patient.identifier=77"))
                        .isEqualTo(1);

                var inside = Base64.getEncoder()
                        .encodeToString(SummaryDocument.of("77", "2345-7").getBytes(StandardCharsets.UTF_8));
                assertThat(send(
                                north,
                                documentMessage("MDM^T02", "TXA|1|CN|text/xml|20240102||||||||d1^LAB|||||AU", inside)))
                        .contains("stored");
                assertThat(total(north, "Observation?code=2345-7&patient.identifier=77"))
                        .isEqualTo(1);
                assertThat(send(
                                north,
                                documentMessage("ORU^R01", "OBR|1||F1^LAB|34133-9^Summary^LN|||20240102", inside)))
                        .contains("stored");
                assertThat(total(north, "Patient?identifier=77")).isEqualTo(1);
                assertThat(total(north, "DiagnosticReport?patient.identifier=77"))
                        .isEqualTo(1);
            }
        }
    }

    /** What is done with a node while it runs. */
    private interface Doing {
        void with(Hospital hospital) throws IOException, InterruptedException;
    }

    /** On what it has, with this mapping of the hospital's own. */
    private static void restarted(Hospital stopped, String mapping, Doing doing)
            throws IOException, InterruptedException {
        var own = Files.createDirectories(
                stopped.config().data().resolve("mappings").resolve("v2"));
        Files.writeString(own.resolve("own.json"), mapping);
        try (var running = Node.start(stopped.config(), environment())) {
            doing.with(new Hospital(stopped.config(), running, stopped.http()));
        }
    }

    private static Environment environment() {
        return new Environment(InstantSource.system(), new SecureRandom());
    }

    private static String message(String number, String service, String diagnosis) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20260102030405||ADT^A01|" + number + "|P|2.5.1\r"
                + "PID|1||4711^^^NORTH^MR||Example^One||19700102|F\r"
                + "PV1|1|I|W1" + "|".repeat(6) + service + "|".repeat(service.isEmpty() ? 10 : 9) + "V1^^^NORTH\r"
                + "DG1|1||" + diagnosis + "^" + diagnosis + "^LOC||20260101\r";
    }

    private static String documentMessage(String event, String head, String document) {
        return "MSH|^~\\&|DOC|NORTH|HS|NORTH|20260102030405||" + event + "|" + event + "|P|2.5.1\r"
                + "PID|1||77^^^NORTH^MR||Muster^Maria\r" + head + "\r"
                + "OBX|1|ED|34133-9^Summary^LN||^text^xml^Base64^" + document + "||||||F\r";
    }

    private static String send(Hospital north, String message) throws IOException, InterruptedException {
        return north.send(north.token("system", Role.SYSTEM), "POST", "/api/v1/feeds/v2/north", message)
                .body();
    }

    private Path view() throws IOException {
        return Files.writeString(folder.resolve("view.json"), VIEW);
    }

    /** The head and the rows, sorted. */
    private List<String> csv(Hospital north) throws IOException {
        var rows = folder.resolve("rows.csv");
        assertThat(hie(north, "extract", "csv", "--view", view(), "--to", rows)).contains("rows");
        var lines = new ArrayList<>(Files.readAllLines(rows));
        lines.subList(1, lines.size()).sort(null);
        return lines;
    }

    private static List<String> parquet(Path file) throws IOException {
        var codes = new ArrayList<String>();
        try (var reader = ParquetFileReader.open(InputFile.of(file));
                var rows = reader.rowReader()) {
            while (rows.hasNext()) {
                rows.next();
                codes.add(rows.getString(0));
            }
        }
        return codes;
    }

    private static List<String> rows(String url) throws SQLException {
        var codes = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT code FROM ills ORDER BY code")) {
            while (rows.next()) {
                codes.add(rows.getString(1));
            }
        }
        return codes;
    }

    /** As if it had lain there for a while. */
    private static void dropped(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static void await(Path file) {
        var deadline = Instant.now().plusSeconds(120);
        while (!Files.exists(file)) {
            assertThat(Instant.now()).as(file.toString()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private static int total(Hospital north, String search) throws IOException, InterruptedException {
        var body = north.send(north.token("system", Role.SYSTEM), "GET", "/fhir/" + search + "&_summary=count", "")
                .body();
        return Integer.parseInt(body.replaceAll("(?s).*\"total\"\\s*:\\s*(\\d+).*", "$1"));
    }

    /** What a command says; it must succeed. */
    private String hie(Hospital north, Object... words) throws IOException {
        var ended = ended(north, words);
        assertThat(ended.code()).as(ended::err).isZero();
        return ended.out();
    }

    private Ended ended(Hospital north, Object... words) throws IOException {
        var all = new ArrayList<Object>(List.of(words));
        all.add("--config");
        all.add(settings(north));
        return Ended.of(all.toArray());
    }

    private Path settings(Hospital hospital) throws IOException {
        var config = hospital.config();
        return Files.write(
                folder.resolve("node.conf"),
                List.of(
                        "node.id = " + config.id(),
                        "node.organization = " + config.organization(),
                        "data = " + config.data(),
                        "secrets = " + config.secrets(),
                        "http.port = " + hospital.running().ports().http(),
                        "ledger.address = " + config.ledger().address()));
    }
}
