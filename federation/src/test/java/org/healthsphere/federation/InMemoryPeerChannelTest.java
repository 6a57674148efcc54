package org.healthsphere.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class InMemoryPeerChannelTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Peer NORTH =
            new Peer(new NodeId("north"), URI.create("https://north.example"), Sha256.of("north"));
    private static final Peer SOUTH =
            new Peer(new NodeId("south"), URI.create("https://south.example"), Sha256.of("south"));
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Bytes ANSWER = Bytes.utf8("answer");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InMemoryPeerChannel channel =
            new InMemoryPeerChannel(now::get, fault -> fault instanceof Fault.Forbidden ? 403 : 500);

    @Test
    void there_is_one_reply_for_each_who_was_asked() {
        channel.connect(NORTH.id(), question -> Outcome.of(question.equals(QUESTION) ? ANSWER : Bytes.NONE));
        assertThat(ask())
                .isEqualTo(Map.of(
                        NORTH.id(),
                        new PeerReply.Replied(ANSWER, Duration.ZERO),
                        SOUTH.id(),
                        new PeerReply.Unreachable(Duration.ZERO)));
        channel.disconnect(NORTH.id());
        assertThat(ask())
                .isEqualTo(Map.of(
                        NORTH.id(),
                        new PeerReply.Unreachable(Duration.ZERO),
                        SOUTH.id(),
                        new PeerReply.Unreachable(Duration.ZERO)));
    }

    @Test
    void who_refuses_has_a_status() {
        channel.connect(NORTH.id(), _ -> Outcome.failed(new Fault.Forbidden("no")));
        assertThat(ask()).containsEntry(NORTH.id(), new PeerReply.Refused(403, Duration.ZERO));
    }

    @Test
    void who_answers_after_the_deadline_is_late_and_nobody_is_asked_after_it() {
        channel.connect(NORTH.id(), question -> {
            now.set(START.plusSeconds(2));
            return Outcome.of(question);
        });
        assertThat(ask()).containsEntry(NORTH.id(), new PeerReply.Late(Duration.ofSeconds(2)));
        channel.connect(NORTH.id(), _ -> {
            throw new AssertionError("asked after the deadline");
        });
        assertThat(ask()).containsEntry(NORTH.id(), new PeerReply.Late(Duration.ZERO));
    }

    @Test
    void a_reply_says_how_long_it_was_waited_for() {
        channel.connect(NORTH.id(), question -> {
            now.set(START.plusMillis(70));
            return Outcome.of(question);
        });
        assertThat(ask()).containsEntry(NORTH.id(), new PeerReply.Replied(QUESTION, Duration.ofMillis(70)));
    }

    private Map<NodeId, PeerReply> ask() {
        return channel.ask(Map.of(NORTH, QUESTION, SOUTH, QUESTION), new Deadline(START.plusSeconds(1)));
    }
}
