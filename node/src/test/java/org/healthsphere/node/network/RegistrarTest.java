package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.Renewal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrarTest {
    private static final NodeId WEST = new NodeId("west");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(clock);
    private final ConsentLedger founder = ledger.seenBy(new NodeId("network"));

    @TempDir
    private Path folder;

    private NetworkAuthority authority;
    private Registrar registrar;
    private Members members;

    @BeforeEach
    void an_authority_at_its_desk() {
        authority = NetworkAuthority.open(folder.resolve("authority"), clock, random);
        registrar = new Registrar(authority, founder);
        var standing = Standing.open(new NodeFolder(folder.resolve("node")), authority.certificate(), clock);
        File made = folder.resolve("node").resolve("network").toFile();
        assertThat(made.mkdirs()).isTrue();
        var _ = standing.take(authority.revocations()).orElseThrow();
        members = new Members(standing);
    }

    private void say(Directive directive) {
        var _ = founder.submit(directive).orElseThrow();
    }

    private List<LedgerEvent> events() {
        return founder.eventsFrom(0).orElseThrow();
    }

    private CertifyMember issued(Sha256 request) {
        return events().stream()
                .map(LedgerEvent::directive)
                .filter(CertifyMember.class::isInstance)
                .map(CertifyMember.class::cast)
                .filter(one -> one.request().equals(request))
                .findFirst()
                .orElseThrow();
    }

    private static AdmitMember admission(Application application) {
        return new AdmitMember(
                application.member(),
                application.organization(),
                application.endpoint().toString(),
                application.digest(),
                application.text());
    }

    /** West, once the members have admitted it and its keys are certified. */
    private MemberIdentity west(Applicant applicant) throws Exception {
        return west(1, applicant);
    }

    private MemberIdentity west(int certified, Applicant applicant) throws Exception {
        var application = ApplicationTest.application(applicant);
        say(admission(application));
        assertThat(registrar.work().orElseThrow()).isEqualTo(certified);
        var issued = issued(application.digest());
        var card = MemberCard.parse(issued.card()).orElseThrow();
        return applicant
                .admitted(card.signing(), certificate(issued.tls()), authority.certificate())
                .orElseThrow();
    }

    private static X509Certificate certificate(Bytes der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.array()));
    }

    @Test
    void who_was_admitted_is_certified_once_with_the_keys_that_were_voted_on() throws Exception {
        var identity = west(ApplicationTest.applicant("west"));
        assertThat(identity.id()).isEqualTo(WEST);
        assertThat(registrar.work().orElseThrow()).isZero();
        assertThat(new Registrar(authority, founder).work().orElseThrow())
                .as("nor after a restart")
                .isZero();
        events().forEach(members::apply);
        assertThat(members.trusted(WEST).map(MemberCard::recipient).orElseThrow())
                .isEqualTo(identity.recipientKey());
        assertThat(members.active(WEST).orElseThrow().certificates()).containsExactly(identity.tlsFingerprint());
    }

    @Test
    void an_admission_alone_lets_nobody_in() {
        var application = ApplicationTest.application(ApplicationTest.applicant("west"));
        say(admission(application));
        events().forEach(members::apply);
        assertThat(members.active()).isEmpty();
        assertThat(members.cards()).isEmpty();
    }

    @Test
    void when_somebody_has_left_the_next_certificates_bring_a_share_of_a_new_key_of_tokens() throws Exception {
        var east = ApplicationTest.application(ApplicationTest.applicant("east"));
        say(admission(east));
        var west = west(2, ApplicationTest.applicant("west"));
        var first = MemberCard.parse(issued(east.digest()).card()).orElseThrow();
        assertThat(first.linkage()).as("of the first key everybody has the text").isEqualTo(Bytes.NONE);

        say(new SuspendMember(new NodeId("east")));
        assertThat(registrar.work().orElseThrow()).isZero();
        var anew = renewed(west);
        var key = LinkageKey.parse(anew.linkage()).orElseThrow();
        var share = key.share(WEST, west.unseal(anew.share(), NetworkAuthority.LINKAGE).orElseThrow());
        assertThat(share).as("it is a share of the new key").isInstanceOf(Outcome.Success.class);
        assertThat(west.unseal(first.share(), NetworkAuthority.LINKAGE))
                .as("what was dealt to who left nobody else opens")
                .isInstanceOf(Outcome.Failure.class);

        registrar = new Registrar(NetworkAuthority.open(folder.resolve("authority"), clock, random), founder);
        assertThat(registrar.work().orElseThrow()).as("one leaving, one new key").isZero();
        var north = ApplicationTest.application(ApplicationTest.applicant("north"));
        say(admission(north));
        assertThat(registrar.work().orElseThrow()).isEqualTo(1);
        assertThat(MemberCard.parse(issued(north.digest()).card()).orElseThrow().linkage())
                .as("who joins later gets it too")
                .isEqualTo(anew.linkage());
    }

    private MemberCard renewed(MemberIdentity member) throws Exception {
        var text = RenewalRequest.of(member, "West \"Clinic\" ü", member.renewal(random), new BcCertificateRequests())
                .text();
        var _ = ledger.seenBy(member.id())
                .submit(new RequestCertificates(member.id(), text))
                .orElseThrow();
        assertThat(registrar.work().orElseThrow()).isEqualTo(1);
        return MemberCard.parse(issued(Sha256.of(text)).card()).orElseThrow();
    }

    @Test
    void the_name_of_a_member_is_not_given_to_another() throws Exception {
        var first = west(ApplicationTest.applicant("west"));
        var second = ApplicationTest.application(ApplicationTest.applicant("west"));
        say(admission(second));
        assertThat(registrar.work().orElseThrow()).isZero();
        events().forEach(members::apply);
        assertThat(members.active(WEST).orElseThrow().certificates()).containsExactly(first.tlsFingerprint());
    }

    @Test
    void after_a_suspension_the_certificates_are_taken_back_and_the_name_is_free_again() throws Exception {
        var first = west(ApplicationTest.applicant("west"));
        say(new SuspendMember(WEST));
        assertThat(registrar.work().orElseThrow()).isZero();
        assertThat(authority.crl().isRevoked(first.tlsCertificate())).isTrue();
        assertThat(authority.crl().isRevoked(first.certificate())).isTrue();
        var second = west(ApplicationTest.applicant("west"));
        assertThat(authority.crl().isRevoked(second.certificate())).isFalse();
        assertThat(new Registrar(authority, founder).work().orElseThrow()).isZero();
        assertThat(authority.crl().isRevoked(second.certificate()))
                .as("a restart that reads the old suspension again takes nothing back")
                .isFalse();
    }

    @Test
    void a_renewal_changes_the_tls_key_and_the_dates_and_the_one_before_is_good_until_the_overlap_ends()
            throws Exception {
        var before = west(ApplicationTest.applicant("west"));
        clock.advance(Duration.ofDays(300));
        var renewal = before.renewal(random);
        var request = RenewalRequest.of(before, "West \"Clinic\" ü", renewal, new BcCertificateRequests())
                .text();
        var asked = ledger.seenBy(WEST).submit(new RequestCertificates(WEST, request));
        assertThat(asked.map(LedgerEvent::directive).orElseThrow()).isEqualTo(new RequestCertificates(WEST, request));
        assertThat(registrar.work().orElseThrow()).isEqualTo(1);

        var issued = issued(Sha256.of(request));
        var card = MemberCard.parse(issued.card()).orElseThrow();
        var kept = Renewal.open(before, renewal.sealed(random)).orElseThrow();
        var after = kept.renewed(card.signing(), certificate(issued.tls())).orElseThrow();
        assertThat(after.verificationKey()).isEqualTo(before.verificationKey());
        assertThat(after.tlsFingerprint()).isNotEqualTo(before.tlsFingerprint());
        assertThat(after.tlsCertificate().getNotAfter().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS));
        assertThat(List.copyOf(after.tlsCertificate().getSubjectAlternativeNames()))
                .isEqualTo(List.copyOf(before.tlsCertificate().getSubjectAlternativeNames()));

        events().forEach(members::apply);
        assertThat(members.active(WEST).orElseThrow().certificates())
                .containsExactlyInAnyOrder(before.tlsFingerprint(), after.tlsFingerprint());
        clock.advance(Members.OVERLAP);
        assertThat(members.active(WEST).orElseThrow().certificates()).containsExactly(after.tlsFingerprint());
    }

    @Test
    void a_renewal_of_what_the_member_does_not_have_is_refused() throws Exception {
        var west = west(ApplicationTest.applicant("west"));
        var east = Applicant.create(new NodeId("east"), "East", List.of("east.example"), random);
        var identity = authority
                .admit(
                        east,
                        new NodeFolder(folder.resolve("east")),
                        org.healthsphere.keys.Passphrase.of("a long passphrase"))
                .orElseThrow();
        var stolen = RenewalRequest.of(identity, "East", identity.renewal(random), new BcCertificateRequests())
                .text();
        var _ = ledger.seenBy(WEST)
                .submit(new RequestCertificates(WEST, stolen))
                .orElseThrow();
        var _ = ledger.seenBy(WEST)
                .submit(new RequestCertificates(WEST, "{\"renewal\":1}"))
                .orElseThrow();
        assertThat(registrar.work().orElseThrow()).isZero();
        events().forEach(members::apply);
        assertThat(members.active(WEST).orElseThrow().certificates()).containsExactly(west.tlsFingerprint());
    }

    @Test
    void a_card_that_was_certified_for_nobody_who_was_admitted_is_not_used() throws Exception {
        var west = west(ApplicationTest.applicant("west"));
        var card = MemberCard.parse(issued(events().stream()
                                .map(LedgerEvent::directive)
                                .filter(AdmitMember.class::isInstance)
                                .map(AdmitMember.class::cast)
                                .map(admit -> Sha256.of(admit.card()))
                                .findFirst()
                                .orElseThrow())
                        .card())
                .orElseThrow();
        var stray =
                new CertifyMember(new NodeId("east"), Sha256.of("x"), card.text(), Bytes.of(new byte[64]), Bytes.NONE);
        members.apply(new LedgerEvent(9, 0, "tx", clock.instant(), stray));
        assertThat(members.active()).isEmpty();
        assertThat(new MemberTrustOf(authority).names(west)).isEqualTo(WEST);
    }

    /** Whom the authority's own list lets in. */
    private record MemberTrustOf(NetworkAuthority authority) {
        NodeId names(MemberIdentity identity) {
            return new MemberTrust(authority.certificate())
                    .verify(
                            List.of(identity.certificate()),
                            authority.crl(),
                            CertificateUse.SIGNING,
                            identity.certificate().getNotBefore().toInstant().plusSeconds(600))
                    .orElseThrow();
        }
    }
}
