package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members ask each other whose certificates hold for minutes: all certificates are renewed, and no question goes unanswered. */
class RotationIT {
    /** With the five minutes by which certificates are backdated, two thirds of it are over after some seven seconds. */
    private static final Duration LIFE = Duration.ofSeconds(160);

    private static final String PATIENT =
            "{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1961-07-09','name':[{'family':'Testova'}]}";

    private static MemberIdentity identity(ThreeMembers network, String name) {
        var settings = ConfigFile.read(network.settings(name), Map.of()).orElseThrow();
        return Vaults.open(settings).orElseThrow();
    }

    private static String asked(ThreeMembers network, String name) {
        return network.call(name, Role.CLINICIAN, "POST", "/api/v1/patients/p1/network-record", "");
    }

    private static boolean isComplete(ThreeMembers network, String name) {
        return asked(network, name).contains("\"complete\":true");
    }

    @Test
    void certificates_are_renewed_before_they_run_out_and_nobody_notices(@TempDir Path folder) throws Exception {
        try (var network = new ThreeMembers(folder, LIFE)) {
            network.found("north");
            network.found("south");
            for (var name : new String[] {"north", "south"}) {
                assertThat(network.call(name, Role.SYSTEM, "PUT", "/fhir/Patient/p1", PATIENT))
                        .startsWith("201");
            }
            ThreeMembers.await("a complete answer", () -> isComplete(network, "north") && isComplete(network, "south"));
            var before = identity(network, "south");
            var onLedger = new NodeFolder(folder.resolve("south").resolve("data")).ledgerCertificate();

            ThreeMembers.await("new certificates", () -> {
                var _ = network.registrar.work().orElseThrow();
                assertThat(asked(network, "north")).contains("\"complete\":true");
                assertThat(asked(network, "south")).contains("\"complete\":true");
                return !network.shownBy("north")
                                .equals(network.running("north").identity().tlsFingerprint())
                        && !network.shownBy("south").equals(before.tlsFingerprint());
            });

            var after = identity(network, "south");
            assertThat(after.tlsFingerprint()).isNotEqualTo(before.tlsFingerprint());
            assertThat(after.verificationKey()).isEqualTo(before.verificationKey());
            assertThat(after.certificate().getNotAfter())
                    .isAfter(before.certificate().getNotAfter());
            assertThat(new NodeFolder(folder.resolve("south").resolve("data"))
                            .ledgerCertificate()
                            .getNotAfter())
                    .isAfter(onLedger.getNotAfter());
            network.stop("south");
            var _ = network.start("south");
            ThreeMembers.await(
                    "both ways after a start with them",
                    () -> isComplete(network, "north") && isComplete(network, "south"));
        }
    }
}
