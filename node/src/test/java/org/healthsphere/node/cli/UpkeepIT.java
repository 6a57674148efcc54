package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.Running;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup, erasure and restore of a whole node, as its operator and its steward do it. */
class UpkeepIT {
    private static final String FAMILY = "Xanthopoulos-Quirke";
    private static final String NUMBER = "MRN-7731-4409";
    private static final List<String> KNOWN = List.of(FAMILY, FAMILY.toLowerCase(Locale.ROOT), NUMBER, "Sam erin");

    @TempDir
    private Path folder;

    private static Ended hie(Object... arguments) {
        return Ended.of(arguments);
    }

    /** The settings of a hospital that is running, as its operator has them in a file. */
    private Path settings(Hospital hospital) throws IOException {
        var config = hospital.config();
        return Files.write(
                folder.resolve("node.conf"),
                List.of(
                        "node.id = " + config.id(),
                        "node.organization = " + config.organization(),
                        "data = " + config.data(),
                        "secrets = " + config.secrets(),
                        "keys.copy = " + config.upkeep().keysCopy().orElseThrow(),
                        "backup.folder = " + config.upkeep().backups().orElseThrow(),
                        "http.port = " + hospital.running().ports().http(),
                        "ledger.address = " + config.ledger().address()));
    }

    private static void admit(Hospital north) throws IOException, InterruptedException {
        for (var version = 1; version <= 2; version++) {
            north.put(
                    "Patient/erin",
                    "{'resourceType':'Patient','id':'erin','identifier':[{'value':'" + NUMBER
                            + "'}],'name':[{'family':'" + FAMILY + "'}],'birthDate':'1961-07-0" + version + "'}");
        }
        north.put("Patient/fay", "{'resourceType':'Patient','id':'fay','name':[{'family':'Fayova'}]}");
        north.put(
                "Condition/knee",
                "{'resourceType':'Condition','id':'knee','subject':{'reference':'Patient/erin','display':'" + FAMILY
                        + "'}}");
        north.put(
                "Group/two",
                "{'resourceType':'Group','id':'two','type':'person','actual':true,'member':[{'entity':"
                        + "{'reference':'Patient/erin','display':'" + FAMILY
                        + "'}},{'entity':{'reference':'Patient/fay'}}]}");
        north.account("erin", Role.PATIENT, Optional.of("erin"));
        north.account("steward", Role.STEWARD, Optional.empty());
        north.account("operator", Role.OPERATOR, Optional.empty());
        var waits = north.send(
                north.token("system", Role.SYSTEM),
                "POST",
                "/api/v1/feeds/v2/north",
                "MSH|^~\\&|LAB|NORTH|||20260301||ADT^A99|1|P|2.5\rPID|1||" + NUMBER + "^^^NORTH||" + FAMILY + "^E\r");
        assertThat(waits.statusCode()).isEqualTo(422);
    }

    private static String read(Hospital north, String path) throws IOException, InterruptedException {
        var answer = north.send(north.token("system", Role.SYSTEM), "GET", "/fhir/" + path, "");
        return answer.statusCode() == 200 ? answer.body() : Integer.toString(answer.statusCode());
    }

    private static int total(Hospital north, String search) throws IOException, InterruptedException {
        var body = read(north, search + "&_summary=count");
        return Integer.parseInt(body.replaceAll("(?s).*\"total\"\\s*:\\s*(\\d+).*", "$1"));
    }

    @Test
    void an_erased_patient_is_nowhere_and_stays_so_after_the_restore_of_a_backup_from_before() throws Exception {
        try (var network = new TwoHospitals(folder.resolve("network"))) {
            var north = network.north;
            var config = settings(north);
            admit(north);
            assertThat(total(north, "Patient?family=" + FAMILY)).isEqualTo(1);
            var written = hie("backup", "write", "--config", config, "--full");
            assertThat(written.out()).startsWith("The backup ").contains("-full is complete: full, up to change");
            refusals(config);
            var erased = hie("patient", "erase", "erin", "--config", config, "--by", "steward", "--confirm", "erin");
            assertThat(erased).isEqualTo(new Ended(0, erased.out(), ""));
            assertThat(erased.out())
                    .endsWith(
                            "2 resources with their history, 1 resources of others masked, 1 waiting messages, 1 accounts.\n");
            isGone(north);
            assertThat(holding()).isEmpty();
            assertThat(hie("backup", "write", "--config", config).out()).contains("-incremental is complete");
            assertThat(hie("backup", "verify", "--config", config).out()).contains("is whole: 2 in its chain");
            var group = read(north, "Group/two");
            assertThat(hie("restore", "--config", config).err()).contains("in use");
            north.running().close();
            var before = written.out().split(" ", -1)[2];
            assertThat(hie("restore", "--config", config, "--backup", before).code())
                    .isZero();
            try (var running = started(north)) {
                var again = restarted(north, running);
                isGone(again);
                assertThat(read(again, "Group/two")).isEqualTo("404");
                assertAuditTells(north, before);
                assertThat(holding()).isEmpty();
            }
            assertThat(hie("restore", "--config", config).code()).isZero();
            try (var running = started(north)) {
                var again = restarted(north, running);
                isGone(again);
                assertThat(read(again, "Group/two")).isEqualTo(group);
                assertThat(total(again, "Group?member=Patient/fay")).isEqualTo(1);
            }
        }
    }

    private static void assertAuditTells(Hospital north, String backup) throws IOException {
        var audit = Files.readString(north.config().data().resolve("audit").resolve("audit.log"));
        assertThat(audit)
                .contains("\"event\":\"backup-restored\"", "\"what\":[\"backup:" + backup + "\"]")
                .contains("\"event\":\"record-erased\"")
                .doesNotContain("\"event\":\"record-erased\",\"patient\"");
    }

    private static Running started(Hospital hospital) {
        return Node.start(hospital.config(), new Environment(InstantSource.system(), new SecureRandom()));
    }

    private static Hospital restarted(Hospital hospital, Running running) {
        return new Hospital(hospital.config(), running, hospital.http());
    }

    private static void refusals(Path config) {
        var slip = hie("patient", "erase", "erin", "--config", config, "--by", "steward", "--confirm", "fay");
        assertThat(slip.code()).isEqualTo(1);
        assertThat(slip.err()).contains("repeat the patient's id");
        var stranger = hie("patient", "erase", "erin", "--config", config, "--by", "operator", "--confirm", "erin");
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err()).contains("--by names no steward");
        var nobody = hie("patient", "erase", "gil", "--config", config, "--by", "steward", "--confirm", "gil");
        assertThat(nobody.code()).isEqualTo(1);
    }

    private static void isGone(Hospital north) throws IOException, InterruptedException {
        assertThat(read(north, "Patient/erin")).isEqualTo("404");
        assertThat(read(north, "Patient/erin/_history/1")).isEqualTo("404");
        assertThat(read(north, "Condition/knee")).isEqualTo("404");
        assertThat(total(north, "Patient?family=" + FAMILY)).isZero();
        assertThat(total(north, "Condition?subject=Patient/erin")).isZero();
        assertThat(total(north, "Patient?family=Fayova")).isEqualTo(1);
        var audit = Files.readString(north.config().data().resolve("audit").resolve("audit.log"));
        assertThat(audit).contains("\"event\":\"erasure-ordered\"");
    }

    /** Every file of the network that holds a known text of the patient: node, backups, keys, ledger. */
    private List<Path> holding() throws IOException {
        try (var files = Files.walk(folder)) {
            var found = new ArrayList<Path>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = Files.readAllBytes(file);
                var narrow = new String(bytes, StandardCharsets.ISO_8859_1);
                var wide = new String(bytes, StandardCharsets.UTF_16LE);
                if (KNOWN.stream().anyMatch(known -> narrow.contains(known) || wide.contains(known))) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
