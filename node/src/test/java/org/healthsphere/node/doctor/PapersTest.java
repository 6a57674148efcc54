package org.healthsphere.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.doctor.Finding.Grade;
import org.healthsphere.node.network.MovableClock;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersTest {
    private static final NodeId NORTH = new NodeId("north");

    private final MovableClock clock = new MovableClock();
    private final Instant begun = clock.instant();
    private MemberIdentity identity;
    private X509Certificate ledger;
    private Standing standing;

    @BeforeEach
    void a_member(@TempDir Path home) {
        var authority = NetworkAuthority.open(home.resolve("authority"), clock, new SecureRandom());
        var folder = new NodeFolder(home.resolve("north"));
        identity = authority
                .admit(
                        Applicant.create(NORTH, "North", List.of("localhost"), new SecureRandom()),
                        folder,
                        Passphrase.of("a long passphrase"))
                .orElseThrow();
        ledger = folder.ledgerCertificate();
        standing = Standing.open(folder, authority.certificate(), clock);
        assertThat(Files.exists(home.resolve("north"))).isTrue();
    }

    private List<Finding> findings(Instant now) {
        return new Papers(NORTH, identity.certificate(), identity.tlsCertificate(), ledger, standing).findings(now);
    }

    @Test
    void good_papers() {
        assertThat(findings(clock.instant()))
                .extracting(Finding::about, Finding::grade)
                .containsExactly(
                        Tuple.tuple("certificate.signing", Grade.GOOD),
                        Tuple.tuple("certificate.tls", Grade.GOOD),
                        Tuple.tuple("certificate.ledger", Grade.GOOD),
                        Tuple.tuple("revocations", Grade.GOOD));
    }

    @Test
    void papers_that_are_not_good_yet_run_out_soon_or_have() {
        assertThat(findings(begun.minus(Duration.ofDays(2))).getFirst().remedy())
                .contains("set this machine's clock");
        var late = findings(begun.plus(Duration.ofDays(300)));
        assertThat(late.get(2).grade()).isEqualTo(Grade.WARNING);
        assertThat(late.get(2).says()).isEqualTo("it runs out in 65 days and should have been renewed by now");
        var over = findings(begun.plus(Duration.ofDays(366)));
        assertThat(over.subList(0, 3)).allMatch(finding -> finding.grade() == Grade.BAD);
        assertThat(over.getFirst().says()).startsWith("it ran out at ");
    }

    @Test
    void a_list_of_revocations_that_is_about_to_run_out() {
        clock.advance(Duration.ofHours(20));
        var found = findings(clock.instant());
        assertThat(found.get(3).grade()).isEqualTo(Grade.WARNING);
        assertThat(found.get(3).says()).contains("runs out at");
    }

    @Test
    void a_list_of_revocations_that_has_run_out() {
        clock.advance(Duration.ofDays(3));
        var found = findings(clock.instant());
        assertThat(found.get(3).grade()).isEqualTo(Grade.BAD);
        assertThat(found.get(3).says()).contains("ran out at");
        assertThat(found.get(0).grade()).as("and nothing else is said of it").isEqualTo(Grade.GOOD);
    }

    @Test
    void papers_for_another_use_or_of_another_member() {
        var mixed = new Papers(NORTH, identity.tlsCertificate(), identity.certificate(), ledger, standing)
                .findings(clock.instant());
        assertThat(mixed.get(0).says()).startsWith("it was not issued for this use");
        assertThat(mixed.get(1).says()).startsWith("it was not issued for this use");
        var renamed = new Papers(
                        new NodeId("south"), identity.certificate(), identity.tlsCertificate(), ledger, standing)
                .findings(clock.instant());
        assertThat(renamed.get(0).remedy()).contains("set node.id to north");
    }

    @Test
    void a_key_on_another_curve() throws Exception {
        var pair = KeyPairGenerator.getInstance("EC");
        pair.initialize(384);
        var odd = OddCertificate.over(pair.generateKeyPair().getPublic(), identity.certificate());
        var found = new Papers(NORTH, odd, identity.tlsCertificate(), ledger, standing).findings(clock.instant());
        assertThat(found.get(0).says()).isEqualTo("its key is not on the curve P-256");
    }
}
