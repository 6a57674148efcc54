package org.healthsphere.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.doctor.Finding.Grade;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.release.Identities;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    private static final List<String> SETTINGS = List.of(
            "node.id = north",
            "node.organization = North Hospital",
            "data = data",
            "secrets = secrets",
            "ledger.address = localhost:7051");

    /** A network whose ledger answers nothing. */
    private static final class Silent implements Examination.Network {
        private static final Fault GONE = new Fault.Unavailable("ledger");

        @Override
        public Outcome<LedgerHead> head() {
            return Outcome.failed(GONE);
        }

        @Override
        public Outcome<List<MemberCard>> members() {
            return Outcome.failed(GONE);
        }

        @Override
        public Standing standing() {
            return Standing.open(
                    new NodeFolder(Path.of("target", "no-such-folder")),
                    Identities.of("north").authority(),
                    InstantSource.system());
        }

        @Override
        public FederatedRecord rehearsed() {
            return FederatedRecord.of("query", Map.of(), Map.of());
        }
    }

    @Test
    void a_register_that_could_not_be_read_is_not_passed_over(@TempDir Path folder) throws IOException {
        var settings = Files.write(folder.resolve("node.conf"), SETTINGS);
        var config = ConfigFile.read(settings, Map.of()).orElseThrow();
        var network = new Silent();
        var findings = new Examination(config, InstantSource.system())
                .register(network.members(), network, Identities.of("north").authority());
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(Grade.BAD);
            assertThat(finding.says()).contains("no member was asked");
        });
        assertThat(new Report(findings).isFit()).isFalse();
    }
}
