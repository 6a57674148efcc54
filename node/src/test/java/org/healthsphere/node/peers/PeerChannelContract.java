package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerChannel.Conversation;
import org.healthsphere.federation.PeerChannel.Sending;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

/** What every way to the other members owes, whatever carries it. */
interface PeerChannelContract {
    Bytes QUESTION = Bytes.utf8("question");

    PeerChannel channel();

    /** A member that is reached, and answers like this. */
    Peer reached(String member, Function<Bytes, Outcome<Bytes>> answering);

    /** A member that is in the register, and that nobody reaches. */
    Peer unreached(String member);

    InstantSource clock();

    /** With the time that it took taken out. */
    private Map<String, String> ask(Map<Peer, Bytes> requests, Duration patience) {
        var told = new TreeMap<String, String>();
        channel()
                .ask(requests, Deadline.in(patience, clock()))
                .forEach((member, reply) -> told.put(member.value(), words(reply)));
        return told;
    }

    @Test
    default void each_member_answers_for_itself_and_none_is_missing() {
        var requests = Map.of(
                reached("south", message -> Outcome.of(Bytes.utf8(message.utf8() + " of south"))), QUESTION,
                reached("east", message -> Outcome.of(Bytes.utf8(message.utf8() + " of east"))), Bytes.utf8("other"),
                unreached("west"), QUESTION);
        assertThat(ask(requests, Duration.ofSeconds(3)))
                .isEqualTo(Map.of(
                        "south", "replied question of south", "east", "replied other of east", "west", "unreachable"));
    }

    @Test
    default void each_reply_is_told_of_once_and_is_the_one_that_is_returned() {
        var requests = Map.of(
                reached("south", Outcome::of), QUESTION,
                reached("east", Outcome::of), QUESTION,
                unreached("west"), QUESTION);
        var talk = new Talk(requests);
        channel().converse(talk, Deadline.in(Duration.ofSeconds(3), clock()));
        assertThat(talk.said)
                .containsExactlyInAnyOrder("south replied question", "east replied question", "west unreachable");
        assertThat(talk.done).isEqualTo(1);
    }

    @Test
    default void who_has_replied_can_be_asked_anew() {
        var south = reached("south", message -> Outcome.of(Bytes.utf8(message.utf8() + "!")));
        var talk = new Talk(Map.of(south, QUESTION));
        talk.further.put(south, Bytes.utf8("and then"));
        channel().converse(talk, Deadline.in(Duration.ofSeconds(20), clock()));
        assertThat(talk.said).containsExactly("south replied question!", "south replied and then!");
        assertThat(talk.done).isEqualTo(1);
    }

    @Test
    default void with_nobody_to_ask_it_is_over_at_once() {
        var talk = new Talk(Map.of());
        channel().converse(talk, Deadline.in(Duration.ofSeconds(20), clock()));
        assertThat(talk.said).isEmpty();
        assertThat(talk.done).isEqualTo(1);
    }

    /** Asks these, and then those further who have replied; on one thread. */
    final class Talk implements Conversation {
        private final Map<Peer, Bytes> first;
        private final Map<Peer, Bytes> further = new HashMap<>();
        private final List<String> said = new ArrayList<>();
        private final Thread asking = Thread.currentThread();
        private int done;

        Talk(Map<Peer, Bytes> first) {
            this.first = first;
        }

        @Override
        public void begin(Sending sending) {
            first.forEach(sending::send);
        }

        @Override
        public void meanwhile() {
            assertThat(Thread.currentThread()).isSameAs(asking);
            assertThat(said).isEmpty();
            done++;
        }

        @Override
        public void arrived(NodeId member, PeerReply reply, Sending sending) {
            assertThat(Thread.currentThread()).isSameAs(asking);
            said.add(member + " " + words(reply));
            for (var peer : List.copyOf(further.keySet())) {
                if (peer.id().equals(member)) {
                    sending.send(peer, Optional.ofNullable(further.remove(peer)).orElseThrow());
                }
            }
        }
    }

    private static String words(PeerReply reply) {
        return switch (reply) {
            case PeerReply.Replied(var sealed, var _) -> "replied " + sealed.utf8();
            case PeerReply.Late _ -> "late";
            case PeerReply.Unreachable _ -> "unreachable";
            case PeerReply.Refused(var status, var _) -> "refused " + status;
        };
    }

    @Test
    default void a_refusal_comes_back_with_its_status() {
        var south = reached("south", _ -> Outcome.failed(new Fault.Forbidden("not for you")));
        assertThat(ask(Map.of(south, QUESTION), Duration.ofSeconds(20))).isEqualTo(Map.of("south", "refused 403"));
    }

    @Test
    default void bytes_pass_as_they_are() {
        var all = new byte[300_000];
        for (var i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        var south = reached("south", Outcome::of);
        var reply = channel().ask(Map.of(south, Bytes.of(all)), Deadline.in(Duration.ofSeconds(20), clock()));
        assertThat(reply.get(south.id()))
                .isInstanceOfSatisfying(
                        PeerReply.Replied.class,
                        replied -> assertThat(replied.sealed()).isEqualTo(Bytes.of(all)));
    }

    @Test
    default void a_deadline_that_has_passed_asks_nobody() {
        var south = reached("south", _ -> {
            throw new AssertionError("asked too late");
        });
        assertThat(ask(Map.of(south, QUESTION), Duration.ZERO)).isEqualTo(Map.of("south", "late"));
    }
}
