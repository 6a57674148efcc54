package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {
    private static final Outcome<NodeId> NO_LIST =
            Outcome.failed(new Fault.Unavailable("a list of revoked certificates"));

    @TempDir
    private Path folder;

    private TestNetwork network;
    private TestNetwork.Hospital north;
    private TestNetwork.Hospital south;

    @BeforeEach
    void two_hospitals() {
        network = new TestNetwork(folder);
        north = network.hospital("north");
        south = network.hospital("south");
    }

    private Outcome<NodeId> southSeenBy(Standing standing) {
        return standing.member(List.of(south.identity.certificate()), CertificateUse.SIGNING);
    }

    @Test
    void without_a_list_nobody_is_let_in() {
        assertThat(southSeenBy(north.standing)).isEqualTo(NO_LIST);
        assertThat(north.standing.left()).isZero();
        assertThat(north.standing.complaint())
                .contains("no list of revoked certificates is known: no member is let in until one is on the ledger");
    }

    @Test
    void the_list_on_the_ledger_lets_members_in() {
        network.publish();
        north.follow();
        assertThat(southSeenBy(north.standing)).isEqualTo(Outcome.of(south.identity.id()));
        assertThat(north.standing.complaint()).isEmpty();
        assertThat(north.standing.left()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void a_list_in_whose_place_a_newer_one_should_have_come_is_told_of_before_it_runs_out() {
        network.publish();
        north.follow();
        network.clock.advance(Duration.ofHours(18));
        assertThat(north.standing.warning()).isEmpty();
        network.clock.advance(Duration.ofSeconds(1));
        assertThat(north.standing.warning())
                .contains(
                        "the list of revoked certificates runs out at 2026-03-02T08:00:00Z, and the network's authority has"
                                + " published no newer one: from then on no member is let in");
        assertThat(north.standing.complaint()).isEmpty();
        network.clock.advance(Duration.ofHours(6));
        assertThat(north.standing.warning()).as("that is a complaint").isEmpty();
        network.publish();
        north.follow();
        assertThat(north.standing.warning()).isEmpty();
    }

    @Test
    void once_the_list_has_run_out_nobody_is_let_in_until_a_newer_one_comes_without_a_restart() {
        network.publish();
        north.follow();
        network.clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(southSeenBy(north.standing))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a current list of revoked certificates")));
        assertThat(north.standing.left()).isZero();
        assertThat(north.standing.complaint())
                .contains("the list of revoked certificates ran out at 2026-03-02T08:00:00Z: no member is let in until "
                        + "the network's authority publishes a newer one");
        network.publish();
        north.follow();
        assertThat(southSeenBy(north.standing)).isEqualTo(Outcome.of(south.identity.id()));
        assertThat(north.standing.complaint()).isEmpty();
    }

    @Test
    void for_weeks_the_lists_follow_each_other_and_no_hour_is_without_one() {
        for (var hour = 0; hour < 24 * 21; hour++) {
            network.publish();
            north.follow();
            assertThat(southSeenBy(north.standing)).as("hour %s", hour).isEqualTo(Outcome.of(south.identity.id()));
            network.clock.advance(Duration.ofHours(1));
        }
        assertThat(network.founder.eventsFrom(2).orElseThrow()).as("two a day").hasSize(2 * 21);
    }

    @Test
    void a_revoked_member_is_out_as_soon_as_the_list_is_read() {
        network.publish();
        north.follow();
        assertThat(network.authority.revokeHolder("south")).isEqualTo(Outcome.of(2));
        network.publish();
        north.follow();
        assertThat(southSeenBy(north.standing))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the certificate has been revoked")));
    }

    @Test
    void an_older_list_never_takes_the_place_of_a_newer_one() {
        var before = TestNetwork.list(network.authority);
        assertThat(network.authority.revokeHolder("south")).isEqualTo(Outcome.of(2));
        network.publish();
        north.follow();
        assertThat(north.standing.take(before))
                .isEqualTo(Outcome.failed(new Fault.Conflict("the list is not newer than the one that is known")));
        network.say(new PublishRevocations(before));
        north.follow();
        assertThat(southSeenBy(north.standing))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the certificate has been revoked")));
    }

    @Test
    void a_list_of_another_authority_of_the_same_name_is_not_believed_whoever_brings_it() {
        network.publish();
        north.follow();
        var other = network.authority();
        for (var i = 0; i < 5; i++) {
            network.clock.advance(Duration.ofHours(12));
            assertThat(other.revocations()).isNotNull();
        }
        var forged = TestNetwork.list(other);
        assertThat(north.standing.take(forged))
                .isEqualTo(
                        Outcome.failed(new Fault.Unauthenticated("the list is not signed by the network's authority")));
        network.say(new PublishRevocations(forged));
        north.follow();
        assertThat(north.standing.complaint()).as("still the old one").isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no list", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----"})
    void what_is_no_list_is_refused(String text) {
        assertThat(north.standing.take(Bytes.utf8(text)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not a list of revoked certificates")));
    }

    @Test
    void no_flipped_bit_of_a_list_is_believed() {
        assertThat(network.authority.revokeHolder("south")).isEqualTo(Outcome.of(2));
        var list = TestNetwork.list(network.authority).array();
        for (var at = 0; at < list.length; at++) {
            var altered = list.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            assertThat(north.standing.take(Bytes.of(altered))).as("byte %s", at).isInstanceOf(Outcome.Failure.class);
        }
        assertThat(southSeenBy(north.standing)).isEqualTo(NO_LIST);
    }

    @Test
    void the_next_start_has_the_list_without_the_ledger() {
        network.publish();
        north.follow();
        var restarted = Standing.open(north.folder, north.identity.authority(), network.clock);
        assertThat(southSeenBy(restarted)).isEqualTo(Outcome.of(south.identity.id()));
    }

    @Test
    void a_damaged_list_in_the_folder_is_as_good_as_none_and_the_ledger_heals_it() throws IOException {
        network.publish();
        north.follow();
        Files.write(north.folder.data().resolve("network").resolve("revocations.crl"), new byte[] {1, 2, 3});
        var restarted = Standing.open(north.folder, north.identity.authority(), network.clock);
        assertThat(southSeenBy(restarted)).isEqualTo(NO_LIST);
        network.founder.eventsFrom(0).orElseThrow().forEach(restarted::apply);
        assertThat(southSeenBy(restarted)).isEqualTo(Outcome.of(south.identity.id()));
        assertThat(north.folder.revocations()).isEqualTo(Optional.of(TestNetwork.list(network.authority)));
    }
}
