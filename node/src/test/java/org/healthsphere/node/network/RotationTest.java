package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member of one process, and one of several, whose certificates run out. */
class RotationTest {
    private static final NodeId WEST = new NodeId("west");
    private static final Duration MOST_OF_A_YEAR = Duration.ofDays(300);
    private static final Outcome<Boolean> RENEWED = Outcome.of(true);
    private static final Outcome<Boolean> NOTHING = Outcome.of(false);

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(clock);
    private final ConsentLedger founder = ledger.seenBy(new NodeId("network"));
    private final Admissions admissions = new Admissions();
    private final List<MemberIdentity> shown = new ArrayList<>();
    private final Common common = new Common();

    @TempDir
    private Path folder;

    private NetworkAuthority authority;
    private Registrar registrar;
    private MemberIdentity west;
    private NodeFolder.FromNetwork given;
    private Path secrets;

    /** What several processes have in common. */
    private static final class Common implements Rotation.Shelf {
        private Optional<Bytes> kept = Optional.empty();

        @Override
        public Optional<Bytes> begun() {
            return kept;
        }

        @Override
        public void keep(Bytes begun) {
            kept = Optional.of(begun);
        }

        @Override
        public void end() {
            // Another may have to read it yet.
        }
    }

    @BeforeEach
    void a_member() throws Exception {
        authority = NetworkAuthority.open(folder.resolve("authority"), clock, random);
        registrar = new Registrar(authority, founder);
        secrets = folder.resolve("secret");
        Files.writeString(secrets, "a long passphrase");
        var applicant = ApplicationTest.applicant("west");
        var application = ApplicationTest.application(applicant);
        var _ = founder.submit(new AdmitMember(
                        WEST,
                        application.organization(),
                        application.endpoint().toString(),
                        application.digest(),
                        application.text()))
                .orElseThrow();
        certify();
        var issued = issued(application.digest());
        west = applicant
                .admitted(
                        MemberCard.parse(issued.card()).orElseThrow().signing(),
                        certificate(issued.tls()),
                        authority.certificate())
                .orElseThrow();
        given = new NodeFolder.FromNetwork(
                certificate(issued.ledger()),
                new NodeFolder.Dealt(Bytes.utf8("linkage"), Bytes.utf8("share")),
                authority.revocations());
    }

    private CertifyMember issued(Sha256 request) {
        return admissions.issued(request).orElseThrow();
    }

    private void certify() {
        assertThat(registrar.work()).isEqualTo(Outcome.of(1));
        founder.eventsFrom(0).orElseThrow().forEach(admissions::apply);
    }

    private static X509Certificate certificate(Bytes der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.array()));
    }

    private NodeFolder made(String process) throws Exception {
        var made = new NodeFolder(folder.resolve(process));
        made.write(west, Passphrase.read(secrets), given, random);
        return made;
    }

    private Rotation rotation(NodeFolder of, Rotation.Shelf shelf) {
        return new Rotation(
                new Rotation.Own(west, "West \"Clinic\" ü", of, secrets, shelf),
                admissions,
                ledger.seenBy(WEST),
                new Rotation.Tools(clock, random, new BcCertificateRequests()),
                shown::add);
    }

    private MemberIdentity inVault(NodeFolder of) throws Exception {
        return of.vault().open(Passphrase.read(secrets)).orElseThrow();
    }

    private void assertSame(NodeFolder one, NodeFolder other) throws Exception {
        assertThat(inVault(other).tlsFingerprint()).isEqualTo(inVault(one).tlsFingerprint());
        assertThat(inVault(other).certificate()).isEqualTo(inVault(one).certificate());
        assertThat(other.ledgerCertificate()).isEqualTo(one.ledgerCertificate());
    }

    @Test
    void one_process_renews_them_when_it_is_time_and_keeps_nothing_of_it() throws Exception {
        var home = made("alone");
        var rotation = rotation(home, home.renewals());
        assertThat(rotation.round()).isEqualTo(NOTHING);
        assertThat(home.renewals().begun()).isEmpty();
        clock.advance(MOST_OF_A_YEAR);
        assertThat(rotation.round()).isEqualTo(NOTHING);
        assertThat(home.renewals().begun()).isPresent();
        certify();
        assertThat(rotation.round()).isEqualTo(RENEWED);
        assertThat(home.renewals().begun()).isEmpty();
        assertThat(inVault(home).tlsFingerprint())
                .isEqualTo(shown.getLast().tlsFingerprint())
                .isNotEqualTo(west.tlsFingerprint());
        assertThat(rotation.round()).isEqualTo(NOTHING);
    }

    @Test
    void when_another_member_leaves_a_share_of_the_new_key_of_tokens_comes_with_new_certificates() throws Exception {
        var home = made("staying");
        var rotation = rotation(home, home.renewals());
        var east = ApplicationTest.application(ApplicationTest.applicant("east"));
        var _ = founder.submit(new AdmitMember(
                        east.member(),
                        east.organization(),
                        east.endpoint().toString(),
                        east.digest(),
                        east.text()))
                .orElseThrow();
        certify();
        assertThat(rotation.round()).as("nobody has left").isEqualTo(NOTHING);
        var _ = founder.submit(new SuspendMember(east.member())).orElseThrow();
        founder.eventsFrom(0).orElseThrow().forEach(admissions::apply);
        assertThat(rotation.round()).isEqualTo(NOTHING);
        certify();
        assertThat(rotation.round()).isEqualTo(RENEWED);
        assertThat(home.linkageKey()).isNotEqualTo(given.linkage().key());
        assertThat(home.linkage(inVault(home)).orElseThrow().key().text()).isEqualTo(home.linkageKey());
        assertThat(rotation.round()).as("once").isEqualTo(NOTHING);
    }

    @Test
    void of_several_processes_one_asks_and_each_takes_what_was_given() throws Exception {
        var first = made("first");
        var second = made("second");
        var head = rotation(first, common);
        var copy = rotation(second, common);
        clock.advance(MOST_OF_A_YEAR);
        assertThat(copy.take()).as("a copy begins nothing").isEqualTo(NOTHING);
        assertThat(common.begun()).isEmpty();
        assertThat(head.round()).isEqualTo(NOTHING);
        assertThat(copy.take()).as("before there is an answer").isEqualTo(NOTHING);
        certify();
        assertThat(head.round()).isEqualTo(RENEWED);
        assertThat(copy.take()).isEqualTo(RENEWED);
        assertSame(first, second);
        assertThat(head.round()).isEqualTo(NOTHING);
        assertThat(copy.take()).isEqualTo(NOTHING);
    }

    @Test
    void who_asked_may_be_gone_when_the_answer_comes() throws Exception {
        clock.advance(MOST_OF_A_YEAR);
        assertThat(rotation(made("first"), common).round()).isEqualTo(NOTHING);
        certify();
        var second = made("second");
        assertThat(rotation(second, common).round()).isEqualTo(RENEWED);
        assertThat(inVault(second).tlsFingerprint()).isNotEqualTo(west.tlsFingerprint());
    }

    @Test
    void a_process_that_was_away_takes_the_newest() throws Exception {
        var first = made("first");
        var away = made("away");
        var head = rotation(first, common);
        for (var year = 0; year < 2; year++) {
            clock.advance(MOST_OF_A_YEAR);
            assertThat(head.round()).isEqualTo(NOTHING);
            certify();
            assertThat(head.round()).isEqualTo(RENEWED);
        }
        assertThat(rotation(away, common).take()).isEqualTo(RENEWED);
        assertSame(first, away);
    }

    @Test
    void what_is_asked_for_twice_is_issued_once() throws Exception {
        var head = rotation(made("first"), common);
        clock.advance(MOST_OF_A_YEAR);
        assertThat(head.round()).isEqualTo(NOTHING);
        assertThat(head.round()).as("asked again").isEqualTo(NOTHING);
        certify();
        assertThat(head.round()).isEqualTo(RENEWED);
        assertThat(founder.eventsFrom(0).orElseThrow().stream()
                        .map(LedgerEvent::directive)
                        .filter(CertifyMember.class::isInstance))
                .as("the admission and one renewal")
                .hasSize(2);
    }
}
