package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.federation.InMemoryPeerChannel;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrespondenceTest {
    private static final Bytes CALL = Bytes.utf8("a call");

    @TempDir
    private Path folder;

    private TestNetwork network;
    private TestNetwork.Hospital north;
    private TestNetwork.Hospital south;
    private InMemoryPeerChannel channel;

    @BeforeEach
    void two_hospitals() {
        network = new TestNetwork(folder);
        north = network.hospital("north");
        south = network.hospital("south");
        network.publish();
        north.follow();
        south.follow();
        channel = new InMemoryPeerChannel(network.clock, _ -> 401);
    }

    private Correspondence letters(TestNetwork.Hospital of) {
        return new Correspondence(of.identity.id(), of.members, of.sealing, network.clock, network.random);
    }

    private Function<Bytes, Outcome<Bytes>> reader(TestNetwork.Hospital of) {
        var records = new Responder(
                of.sealing,
                of.members,
                _ -> Outcome.of(Optional.empty()),
                _ -> new ReleasedRecords.StaleView(),
                network.clock,
                letters(of)::newId);
        return letters(of)
                .reader(records, Map.of(Kind.STUDY, Correspondence.Reader.ofAll(CorrespondenceTest::studied)));
    }

    private Map<?, Bytes> carried() {
        return letters(north)
                .carry(
                        Kind.STUDY,
                        channel,
                        Map.of(south.identity.id(), CALL),
                        Deadline.in(Duration.ofSeconds(60), network.clock));
    }

    @Test
    void a_call_of_a_study_is_carried_answered_and_brought_back() {
        channel.connect(south.identity.id(), reader(south));
        assertThat(carried()).isEqualTo(Map.of(south.identity.id(), Bytes.utf8("answer to a call")));
    }

    @Test
    void who_is_not_reached_or_does_not_answer_as_he_must_is_not_among_the_answers() {
        assertThat(carried()).as("not reached").isEmpty();
        channel.connect(south.identity.id(), _ -> Outcome.of(Bytes.utf8("no envelope")));
        assertThat(carried()).as("no envelope").isEmpty();
        channel.connect(south.identity.id(), _ -> Outcome.failed(new Fault.Forbidden("no")));
        assertThat(carried()).as("a refusal").isEmpty();
        channel.connect(
                south.identity.id(), _ -> south.sealing.seal(south.to(north, "study.reply"), Bytes.utf8("unasked")));
        assertThat(carried()).as("an answer to something else").isEmpty();
    }

    @Test
    void an_answer_that_another_member_signed_is_not_taken() {
        var east = network.hospital("east");
        north.follow();
        east.follow();
        channel.connect(south.identity.id(), _ -> east.sealing.seal(east.to(north, "study.reply"), CALL));
        assertThat(carried()).isEmpty();
    }

    @Test
    void nothing_is_carried_to_who_is_no_member_or_no_longer_trusted() {
        channel.connect(south.identity.id(), reader(south));
        assertThat(network.authority.revokeHolder("south")).isEqualTo(Outcome.of(2));
        network.publish();
        north.follow();
        assertThat(carried()).isEmpty();
    }

    @Test
    void each_kind_of_envelope_has_its_reader_and_an_unknown_kind_has_none() {
        var query = north.sealing.seal(north.to(south, "record.query"), CALL).orElseThrow();
        assertThat(reader(south).apply(query))
                .as("read by the responder, which finds no query in it")
                .isInstanceOf(Outcome.Failure.class);
        var unknown = north.sealing.seal(north.to(south, "gossip"), CALL).orElseThrow();
        assertThat(reader(south).apply(unknown))
                .isEqualTo(Outcome.failed(new Fault.Invalid("nobody here reads an envelope of the kind gossip")));
        var log = north.sealing.seal(north.to(south, "log.call"), CALL).orElseThrow();
        assertThat(reader(south).apply(log))
                .as("a kind that is known, for which nobody is there")
                .isEqualTo(Outcome.failed(new Fault.Invalid("nobody here reads an envelope of the kind log.call")));
        assertThat(reader(south).apply(Bytes.utf8("no envelope"))).isInstanceOf(Outcome.Failure.class);
    }

    private static Outcome<Bytes> studied(Bytes call) {
        return Outcome.of(Bytes.utf8("answer to " + call.utf8()));
    }
}
