package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a hospital, taken in by its running node: by command, and from a folder. */
class IngestIT {
    private static final String LABS = """
            result_id,mrn,test_code,test_system,value,unit,taken_at
            r1,77,2345-7,LOINC,5.4,mmol/L,2026-01-02 08:30
            r2,77,2345-7,LOINC,6.1,mmol/L,2026-01-03 08:30
            r3,,2345-7,LOINC,6.1,mmol/L,2026-01-03 08:30
            """;

    @TempDir
    private Path folder;

    @Test
    void files_are_taken_in_once_by_command_and_from_a_folder_that_is_watched() throws Exception {
        try (var network = new TwoHospitals(folder.resolve("network"))) {
            var north = network.north;
            var config = settings(north);
            var labs = Files.writeString(folder.resolve("labs.csv"), LABS);
            var csv = List.of("ingest", "csv", "--config", config, "--source", "north", "--table", "labs", labs);

            someSetAside(Ended.of(csv.toArray()), config);
            assertThat(Ended.of(csv.toArray())).isEqualTo(new Ended(0, "0 taken, 3 taken before, 0 set aside.\n", ""));
            assertThat(total(north, "Observation?code=2345-7")).isEqualTo(2);
            export(north, config);
            readings(north);
            refusals(config, labs);

            north.running().close();
            watched(north);
        }
    }

    private static void someSetAside(Ended ended, Path config) {
        var look = "messages waiting --config " + config + " --source north";
        assertThat(ended)
                .isEqualTo(new Ended(
                        4, "2 taken, 0 taken before, 1 set aside.\n", "1 set aside; hie " + look + " says why.\n"));
        assertThat(Ended.of((Object[]) look.split(" ")).out()).contains("  north  table  ", "mrn");
        assertThat(Ended.of((Object[]) (look + " --kind ccda").split(" ")))
                .isEqualTo(new Ended(0, "None waits.\n", ""));
        assertThat(Ended.of((Object[]) look.replace("waiting", "quarantine")
                                .concat(" --kind ccda")
                                .split(" "))
                        .code())
                .as("none of that kind is tried")
                .isZero();
        var again = Ended.of((Object[]) look.replace("waiting", "quarantine").split(" "));
        assertThat(again.code()).isEqualTo(4);
        assertThat(again.err())
                .isEqualTo("1 still set aside; hie messages waiting --config " + config + " says why.\n");
    }

    private void export(Hospital north, Path config) throws IOException, InterruptedException {
        var export = Files.createDirectory(folder.resolve("export"));
        Files.writeString(export.resolve("Condition.ndjson"), """
                {"resourceType": "Condition", "id": "c1", "code": {"coding": [{"system": "http://example.org", "code": "knee"}]}, "subject": {"reference": "Patient/p"}}
                """);
        Files.writeString(export.resolve("Patient.ndjson"), """
                {"resourceType": "Patient", "id": "p", "identifier": [{"system": "http://example.org/mrn", "value": "88"}]}
                """);

        var taken = Ended.of("ingest", "ndjson", "--config", config, "--source", "north", export);

        assertThat(taken.out()).startsWith("2 taken, 0 taken before, 0 set aside");
        assertThat(total(north, "Condition?code=knee&patient.identifier=88")).isEqualTo(1);
    }

    private static void readings(Hospital north) throws IOException, InterruptedException {
        north.put("Patient/wearer", "{'resourceType':'Patient','id':'wearer'}");
        var point = """
                {"header": {"id": "1", "schema_id": {"namespace": "omh", "name": "heart-rate", "version": "1.0"}},
                 "body": {"heart_rate": {"value": 64, "unit": "beats/min"}, "effective_time_frame": {"date_time": "2026-01-02T08:30:00Z"}}}""";

        var sent = north.send(north.token("wearer", Role.PATIENT), "POST", "/api/v1/readings", point);

        assertThat(sent.body()).isEqualTo("{\"stored\":1,\"repeated\":0,\"waiting\":0}");
        assertThat(total(north, "Observation?code=8867-4&patient=wearer")).isEqualTo(1);
    }

    private static void refusals(Path config, Path labs) {
        var unknown = Ended.of("ingest", "csv", "--config", config, "--source", "nobody", "--table", "labs", labs);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("--source: the file of sources names no such system");
        var broken = Ended.of("ingest", "csv", "--config", config, "--source", "north", "--table", "labs", config);
        assertThat(broken.out()).startsWith("0 taken");
    }

    /** After a restart with another file of sources, and with a mapping of the hospital's own. */
    private static void watched(Hospital stopped) throws IOException, InterruptedException {
        var data = stopped.config().data();
        Files.writeString(data.resolve("sources.json"), """
                [{"name": "north", "zone": "UTC", "csv": {"folder": "in", "files": {"labs-*.csv": "labs"}, "delimiter": ";"}}]""");
        var own = Files.createDirectories(data.resolve("mappings").resolve("table"));
        Files.writeString(own.resolve("own.json"), """
                {"change": {"lab": {"rules": [{"from": "taken_at", "to": "effectiveDateTime", "as": "dateTime", "format": "dd.MM.uuuu"}]}}}""");
        var file = Files.createDirectories(data.resolve("in")).resolve("labs-1.csv");
        Files.writeString(file, "result_id;mrn;test_code;value;taken_at\nr9;77;718-7;12;05.01.2026\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        var environment = new Environment(InstantSource.system(), new SecureRandom());
        try (var running = Node.start(stopped.config(), environment)) {
            var north = new Hospital(stopped.config(), running, stopped.http());
            await(data.resolve("in/done/labs-1.csv"));
            assertThat(total(north, "Observation?code=718-7&date=2026-01-05")).isEqualTo(1);
        }
    }

    private static void await(Path file) {
        var deadline = Instant.now().plusSeconds(60);
        while (!Files.exists(file)) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private static int total(Hospital north, String search) throws IOException, InterruptedException {
        var body = north.send(north.token("system", Role.SYSTEM), "GET", "/fhir/" + search + "&_summary=count", "")
                .body();
        return Integer.parseInt(body.replaceAll("(?s).*\"total\"\\s*:\\s*(\\d+).*", "$1"));
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
