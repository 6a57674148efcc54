package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId FOUNDER = new NodeId("network");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(clock);
    private final ConsentLedger founder = ledger.seenBy(FOUNDER);

    @TempDir
    private static Path folder;

    private NetworkAuthority authority;
    private Publication publication;

    @BeforeEach
    void found() {
        authority = NetworkAuthority.open(folder.resolve("network"), clock, random);
        publication = new Publication(authority, founder);
    }

    private MemberIdentity admit(NodeId member) {
        var applicant = Applicant.create(member, "Hospital", List.of("localhost"), random);
        return authority
                .admit(applicant, new NodeFolder(folder.resolve(member.value())), Passphrase.of("a long passphrase"))
                .orElseThrow();
    }

    private List<Directive> directives() {
        return founder.eventsFrom(0).orElseThrow().stream()
                .map(LedgerEvent::directive)
                .toList();
    }

    @Test
    void the_list_is_on_the_ledger_once_until_there_is_a_newer_one() {
        var first = authority.revocations();
        assertThat(publication.publish()).isEqualTo(Outcome.of(true));
        assertThat(publication.publish()).isEqualTo(Outcome.of(false));
        assertThat(directives()).containsExactly(new PublishRevocations(first));
        clock.advance(Duration.ofHours(12));
        assertThat(publication.publish()).isEqualTo(Outcome.of(true));
        assertThat(directives())
                .containsExactly(new PublishRevocations(first), new PublishRevocations(authority.revocations()));
    }

    @Test
    void an_admitted_members_card_is_on_the_ledger() {
        var north = admit(NORTH);
        var event = Admission.submit(founder, north, "Hospital", new Address("north.example", 8444))
                .orElseThrow();
        var card = MemberCard.of(north, "Hospital", URI.create("https://north.example:8444"));
        assertThat(event.directive())
                .isEqualTo(new Directive.AdmitMember(
                        NORTH,
                        "Hospital",
                        "https://north.example:8444",
                        MemberIdentity.fingerprint(north.certificate()),
                        card.text()));
        assertThat(Admission.submit(ledger.seenBy(NORTH), north, "Mine", new Address("north.example", 1)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(Fault.Forbidden.class));
    }

    @Test
    void who_is_expelled_is_on_the_list_and_suspended() {
        var north = admit(NORTH);
        var _ = Admission.submit(founder, north, "Hospital", new Address("north.example", 8444))
                .orElseThrow();
        assertThat(publication.expel(NORTH)).isEqualTo(Outcome.of(3));
        assertThat(directives()).endsWith(new PublishRevocations(authority.revocations()), new SuspendMember(NORTH));
        assertThat(authority.crl().isRevoked(north.certificate())).isTrue();
        assertThat(authority.crl().isRevoked(north.tlsCertificate())).isTrue();
        assertThat(authority.crl().isRevoked(new NodeFolder(folder.resolve("north")).ledgerCertificate()))
                .isTrue();
        assertThat(publication.expel(NORTH)).as("again").isEqualTo(Outcome.of(0));
    }

    @Test
    void who_has_no_certificate_cannot_be_expelled_and_who_never_took_part_can() {
        assertThat(publication.expel(new NodeId("nobody")))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a certificate of this holder")));
        var _ = admit(new NodeId("applicant"));
        assertThat(publication.expel(new NodeId("applicant"))).isEqualTo(Outcome.of(3));
        assertThat(directives()).doesNotContain(new SuspendMember(new NodeId("applicant")));
    }

    @Test
    void what_was_taken_back_while_the_ledger_was_away_is_told_as_soon_as_it_is_there() {
        var north = admit(NORTH);
        var cutOff = new Publication(authority, new Unreachable(founder));
        assertThat(cutOff.expel(NORTH)).isEqualTo(Outcome.failed(Unreachable.FAULT));
        cutOff.keepUp();
        assertThat(authority.crl().isRevoked(north.certificate())).isTrue();
        publication.keepUp();
        assertThat(directives()).containsExactly(new PublishRevocations(authority.revocations()));
    }
}
