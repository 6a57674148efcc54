package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.federation.Sealing.Opened;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSealingTest {
    private static final Bytes LETTER = Bytes.utf8("a letter");

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
        network.publish();
        north.follow();
        south.follow();
    }

    private Bytes sealed() {
        return north.sealing.seal(north.to(south, "record.query"), LETTER).orElseThrow();
    }

    @Test
    void what_one_member_seals_for_another_is_opened_there_with_all_that_is_written_on_it() {
        var header = north.to(south, "record.query");
        var envelope = north.sealing.seal(header, LETTER).orElseThrow();
        assertThat(south.sealing.open(envelope)).isEqualTo(Outcome.of(new Opened(header, LETTER)));
    }

    @Test
    void an_envelope_is_opened_once() {
        var envelope = sealed();
        assertThat(south.sealing.open(envelope)).isInstanceOf(Outcome.Success.class);
        assertThat(south.sealing.open(envelope))
                .isEqualTo(Outcome.failed(new Fault.Conflict("the envelope was received before")));
    }

    @Test
    void an_envelope_for_somebody_else_or_altered_on_the_way_is_not_opened() {
        assertThat(north.sealing.open(sealed()))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the envelope is for another member")));
        var altered = sealed().array().clone();
        altered[altered.length - 1] ^= 1;
        assertThat(south.sealing.open(Bytes.of(altered))).isInstanceOf(Outcome.Failure.class);
        assertThat(south.sealing.open(Bytes.utf8("no envelope"))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void nothing_is_sealed_for_and_nothing_opened_from_a_member_that_was_suspended() {
        var envelope = sealed();
        network.say(new SuspendMember(north.identity.id()));
        south.follow();
        var refused = Outcome.failed(new Fault.Unauthenticated("not a member of this network: north"));
        assertThat(south.sealing.open(envelope)).isEqualTo(refused);
        assertThat(south.sealing.seal(south.to(north, "record.query"), LETTER)).isEqualTo(refused);
    }

    @Test
    void nothing_is_sealed_for_and_nothing_opened_from_a_member_whose_certificate_was_taken_back() {
        var envelope = sealed();
        assertThat(network.authority.revokeHolder("north")).isEqualTo(Outcome.of(2));
        network.publish();
        south.follow();
        var refused = Outcome.failed(new Fault.Unauthenticated("the certificate has been revoked"));
        assertThat(south.sealing.open(envelope)).isEqualTo(refused);
        assertThat(south.sealing.seal(south.to(north, "record.query"), LETTER)).isEqualTo(refused);
    }

    @Test
    void with_a_list_that_has_run_out_nothing_is_sealed_or_opened_and_a_new_one_mends_it() {
        network.clock.advance(Duration.ofHours(25));
        var envelope = sealedAfterUpdate();
        var refused = Outcome.failed(new Fault.Unavailable("a current list of revoked certificates"));
        assertThat(south.sealing.open(envelope)).isEqualTo(refused);
        assertThat(south.sealing.seal(south.to(north, "record.query"), LETTER)).isEqualTo(refused);
        south.follow();
        assertThat(south.sealing.open(envelope)).isInstanceOf(Outcome.Success.class);
    }

    /** North has heard of the new list, south has not. */
    private Bytes sealedAfterUpdate() {
        network.publish();
        north.follow();
        return sealed();
    }
}
