package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members ask each other while a year goes by in a moment: all certificates are renewed, and no question goes unanswered. */
class RotationIT {
    private static final Duration AGO = Duration.ofDays(300);
    private static final String PATIENT =
            "{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1961-07-09','name':[{'family':'Testova'}]}";

    private final AtomicReference<Duration> behind = new AtomicReference<>(AGO);

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
        try (var network = new ThreeMembers(folder, () -> Instant.now().minus(behind.get()))) {
            network.found("north");
            network.found("south");
            for (var name : new String[] {"north", "south"}) {
                assertThat(network.call(name, Role.SYSTEM, "PUT", "/fhir/Patient/p1", PATIENT))
                        .startsWith("201");
            }
            ThreeMembers.await("a complete answer", () -> isComplete(network, "north") && isComplete(network, "south"));
            var before = identity(network, "south");
            var onLedger = new NodeFolder(folder.resolve("south").resolve("data")).ledgerCertificate();

            behind.set(Duration.ZERO);
            assertThat(network.publication.publish().orElseThrow()).isTrue();
            ThreeMembers.await("a complete answer", () -> isComplete(network, "north") && isComplete(network, "south"));
            ThreeMembers.await("new certificates", () -> {
                var _ = network.registrar.work().orElseThrow();
                assertThat(asked(network, "north")).contains("\"complete\":true");
                assertThat(asked(network, "south")).contains("\"complete\":true");
                return !network.shown.get("north").equals(network.running("north").identity().tlsFingerprint())
                        && !network.shown.get("south").equals(before.tlsFingerprint());
            });

            var after = identity(network, "south");
            assertThat(after.tlsFingerprint()).isEqualTo(network.shown.get("south"));
            assertThat(after.verificationKey()).isEqualTo(before.verificationKey());
            assertThat(after.certificate().getNotAfter()).isAfter(before.certificate().getNotAfter());
            assertThat(new NodeFolder(folder.resolve("south").resolve("data")).ledgerCertificate().getNotAfter())
                    .isAfter(onLedger.getNotAfter());
            assertThat(network.registrar.work().orElseThrow()).as("once was enough").isZero();

            network.stop("south");
            var _ = network.start("south");
            ThreeMembers.await("both ways after a start with them", () -> isComplete(network, "north") && isComplete(network, "south"));
        }
    }
}
