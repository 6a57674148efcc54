package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.node.peers.Contacts.Contact;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static final Duration TOOK = Duration.ofMillis(7);
    private static final Peer SOUTH = peer("south");
    private static final Peer WEST = peer("west");

    private final MovableClock clock = new MovableClock();
    private final Map<NodeId, PeerReply> replies = new HashMap<>();
    private final Contacts contacts = new Contacts((_, _) -> Map.copyOf(replies), clock);

    private static Peer peer(String id) {
        return new Peer(new NodeId(id), URI.create("https://localhost:1"), Sha256.of(id));
    }

    @Test
    void nothing_is_known_before_the_first_try() {
        assertThat(contacts.with(SOUTH.id())).isEmpty();
    }

    @Test
    void what_the_channel_answers_is_passed_on() {
        replies.put(SOUTH.id(), new PeerReply.Replied(Bytes.utf8("sealed"), TOOK));
        replies.put(WEST.id(), new PeerReply.Unreachable(TOOK));
        assertThat(ask()).isEqualTo(replies);
    }

    @Test
    void an_answer_and_a_refusal_both_mean_that_somebody_is_there() {
        replies.put(SOUTH.id(), new PeerReply.Replied(Bytes.utf8("sealed"), TOOK));
        replies.put(WEST.id(), new PeerReply.Refused(403, TOOK));
        var _ = ask();
        var now = new Contact(true, Optional.of(clock.instant()));
        assertThat(contacts.with(SOUTH.id())).contains(now);
        assertThat(contacts.with(WEST.id())).contains(now);
    }

    @Test
    void who_cannot_be_reached_was_reached_last_when_it_was() {
        replies.put(SOUTH.id(), new PeerReply.Replied(Bytes.utf8("sealed"), TOOK));
        replies.put(WEST.id(), new PeerReply.Late(TOOK));
        var _ = ask();
        var then = clock.instant();
        clock.advance(Duration.ofHours(1));
        replies.put(SOUTH.id(), new PeerReply.Unreachable(TOOK));
        var _ = ask();
        assertThat(contacts.with(SOUTH.id())).contains(new Contact(false, Optional.of(then)));
        assertThat(contacts.with(WEST.id())).contains(new Contact(false, Optional.empty()));
        replies.put(SOUTH.id(), new PeerReply.Replied(Bytes.utf8("sealed"), TOOK));
        var _ = ask();
        assertThat(contacts.with(SOUTH.id())).contains(new Contact(true, Optional.of(clock.instant())));
    }

    /** Says what it does, and answers who was asked. */
    private static final class Telling implements PeerChannel {
        private final List<String> done = new ArrayList<>();

        @Override
        public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
            throw new AssertionError("is asked by turns");
        }

        @Override
        public void converse(Conversation conversation, Deadline deadline) {
            conversation.begin((peer, _) -> done.add("asks " + peer.id()));
            conversation.meanwhile();
            conversation.arrived(SOUTH.id(), new PeerReply.Replied(Bytes.NONE, TOOK), (_, _) -> {});
            done.add(conversation.isCostly() ? "costly" : "cheap");
        }
    }

    @Test
    void a_conversation_goes_on_as_it_would_without_it() {
        var channel = new Telling();
        var remembering = new Contacts(channel, clock);
        remembering.converse(
                new PeerChannel.Conversation() {
                    @Override
                    public void begin(PeerChannel.Sending sending) {
                        sending.send(SOUTH, Bytes.NONE);
                    }

                    @Override
                    public void meanwhile() {
                        channel.done.add("meanwhile");
                    }

                    @Override
                    public void arrived(NodeId member, PeerReply reply, PeerChannel.Sending sending) {
                        channel.done.add(member + " replied");
                    }

                    @Override
                    public boolean isCostly() {
                        return true;
                    }
                },
                Deadline.in(Duration.ofSeconds(1), clock));
        assertThat(channel.done).containsExactly("asks south", "meanwhile", "south replied", "costly");
        assertThat(remembering.with(SOUTH.id())).contains(new Contact(true, Optional.of(clock.instant())));
    }

    private Map<NodeId, PeerReply> ask() {
        return contacts.ask(Map.of(SOUTH, Bytes.NONE, WEST, Bytes.NONE), Deadline.in(Duration.ofSeconds(1), clock));
    }
}
