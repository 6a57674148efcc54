package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.Peer;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
    private static final NodeId EAST = new NodeId("east");
    private static final String UNREADABLE = "{\"member\":\"east\"}";

    @TempDir
    private Path folder;

    private TestNetwork network;
    private TestNetwork.Hospital north;

    @BeforeEach
    void a_hospital() {
        network = new TestNetwork(folder);
        north = network.hospital("north");
        network.publish();
    }

    @Test
    void who_is_admitted_is_in_the_register_with_what_is_needed_to_speak_with_it() {
        var south = network.hospital("south");
        north.follow();
        var card = network.card(south.identity);
        assertThat(north.members.active())
                .containsExactly(
                        network.card(north.identity).peer(),
                        new Peer(south.identity.id(), card.endpoint(), south.identity.tlsFingerprint()));
        assertThat(north.members.trusted(south.identity.id())).isEqualTo(Outcome.of(card));
        assertThat(north.members.of(south.identity.id())).isEqualTo(Outcome.of(south.identity.verificationKey()));
        assertThat(north.members.cards()).containsExactly(network.card(north.identity), card);
    }

    @Test
    void who_is_suspended_is_out_with_the_event_and_in_again_when_admitted_again() {
        var south = network.hospital("south");
        network.say(new SuspendMember(south.identity.id()));
        north.follow();
        assertThat(north.members.active())
                .containsExactly(network.card(north.identity).peer());
        assertThat(north.members.of(south.identity.id())).isEqualTo(stranger("south"));
        var again = network.hospital(network.identity("south", network.authority));
        north.follow();
        assertThat(north.members.of(south.identity.id())).isEqualTo(Outcome.of(again.identity.verificationKey()));
    }

    @Test
    void a_card_under_another_members_name_is_not_taken() {
        var south = network.identity("south", network.authority);
        network.say(
                TestNetwork.admission(new NodeId("east"), network.card(south).text()));
        north.follow();
        assertThat(north.members.active()).hasSize(1);
        assertThat(north.members.card(new NodeId("east"))).isEmpty();
        assertThat(north.members.card(south.id())).isEmpty();
    }

    @Test
    void a_card_that_names_one_member_and_shows_the_certificate_of_another_opens_nothing() {
        var south = network.identity("south", network.authority);
        var card = network.card(south);
        var posing = new MemberCard(
                new NodeId("east"),
                card.organization(),
                card.endpoint(),
                card.signing(),
                card.tls(),
                card.recipient(),
                card.share(),
                card.linkage());
        network.say(TestNetwork.admission(new NodeId("east"), posing.text()));
        north.follow();
        assertThat(north.members.of(new NodeId("east"))).isEqualTo(stranger("east"));
    }

    @Test
    void whose_card_cannot_be_read_is_named_is_not_spoken_with_and_does_not_keep_out_the_others() {
        network.say(TestNetwork.admission(EAST, UNREADABLE));
        var _ = network.hospital("south");
        north.follow();
        assertThat(north.members.active()).extracting(peer -> peer.id().value()).containsExactly("north", "south");
        assertThat(north.members.unreadable()).containsExactly(EAST);
        assertThat(north.members.complaint())
                .contains(
                        "the cards of these members on the ledger cannot be read: east; update this node, or have them"
                                + " renew their certificates");

        var east = network.identity("east", network.authority);
        certified(east, network.card(east).text());
        assertThat(north.members.trusted(EAST)).as("once it can be read").isEqualTo(Outcome.of(network.card(east)));
        assertThat(north.members.unreadable()).isEmpty();
        assertThat(north.members.complaint()).isEmpty();
    }

    @Test
    void whose_renewed_card_cannot_be_read_is_asked_by_the_one_before_and_named_until_it_leaves() {
        var south = network.hospital("south");
        north.follow();
        certified(south.identity, UNREADABLE);
        assertThat(north.members.card(south.identity.id())).contains(network.card(south.identity));
        assertThat(north.members.unreadable()).isEmpty();
        assertThat(north.members.unread()).containsExactly(south.identity.id());
        network.say(new SuspendMember(south.identity.id()));
        north.follow();
        assertThat(north.members.unread()).isEmpty();
    }

    /** The authority's word, as it comes from the ledger. */
    private void certified(MemberIdentity member, String card) {
        var said = new CertifyMember(member.id(), Sha256.of(card), card, Bytes.NONE, Bytes.NONE);
        north.members.apply(new LedgerEvent(100, 0, "tx", network.clock.instant(), said));
    }

    @Test
    void a_certificate_of_another_authority_of_the_same_name_is_worth_nothing_on_the_ledger_either() {
        var stranger = network.hospital(network.identity("stranger", network.authority()));
        north.follow();
        assertThat(north.members.of(stranger.identity.id()))
                .isEqualTo(Outcome.failed(
                        new Fault.Unauthenticated("the certificate was not issued by this network's authority")));
    }

    @Test
    void a_member_whose_certificate_was_taken_back_or_has_expired_is_not_believed() {
        var south = network.hospital("south");
        var east = network.hospital("east");
        assertThat(network.authority.revokeHolder("south")).isEqualTo(Outcome.of(2));
        network.publish();
        north.follow();
        assertThat(north.members.of(south.identity.id())).isEqualTo(refused("the certificate has been revoked"));
        assertThat(north.members.of(east.identity.id())).isEqualTo(Outcome.of(east.identity.verificationKey()));
        network.clock.advance(TestNetwork.YEAR.plus(Duration.ofHours(1)));
        network.publish();
        north.follow();
        assertThat(north.members.of(east.identity.id())).isEqualTo(refused("the certificate has expired"));
    }

    @Test
    void who_was_never_admitted_is_no_member() {
        north.follow();
        assertThat(north.members.of(new NodeId("nobody"))).isEqualTo(stranger("nobody"));
        assertThat(north.members.active(new NodeId("nobody"))).isEmpty();
    }

    private static Outcome<?> stranger(String name) {
        return refused("not a member of this network: " + name);
    }

    private static Outcome<?> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}
