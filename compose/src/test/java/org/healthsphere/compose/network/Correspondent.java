package org.healthsphere.compose.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthsphere.compose.network.TestNetwork.Member;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.federation.linkage.oblivious.EvaluationAccount;
import org.healthsphere.federation.linkage.oblivious.TokenMaker;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.node.network.NodeSealing;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.HttpsPeerChannel;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * The asking half of a node in this process: the same sealing, the same linkage, the same channel. It keeps a copy of every
 * envelope that it sends and receives.
 */
public final class Correspondent implements AutoCloseable {
    private final TestNetwork network;
    private final Member member;
    private final Vertx vertx = Vertx.vertx();
    private final HttpsPeerChannel channel;
    private final List<Bytes> sent = new ArrayList<>();
    private final List<Bytes> received = new ArrayList<>();
    private final NodeSealing sealing;

    public Correspondent(TestNetwork network, Member member) {
        this.network = network;
        this.member = member;
        var identity = member.identity();
        var standing = Standing.open(member.folder(), network.authority(), TestNetwork.CLOCK);
        var members = network.register(standing);
        this.channel = new HttpsPeerChannel(
                vertx,
                new PeerTls(identity, standing::member, TestNetwork.RANDOM),
                PeerLimits.DEFAULT,
                TestNetwork.CLOCK);
        var opener = new EnvelopeOpener(
                identity.id(),
                identity,
                members,
                Freshness.PROMPT,
                new ReplayGuard(1_000, TestNetwork.CLOCK.instant().minusSeconds(1)),
                TestNetwork.CLOCK);
        this.sealing = new NodeSealing(identity, members, opener, TestNetwork.RANDOM);
    }

    /** What a node answers to a clinician of this member who asks for this patient. */
    public MemberAnswer ask(NodeProcess node, JsonNode patient) {
        return ask(node, patient, UnaryOperator.identity());
    }

    /**
     * The same, over a wire that does something to the answer.
     *
     * @param onTheWay what arrives of what was sent
     */
    public MemberAnswer ask(NodeProcess node, JsonNode patient, UnaryOperator<Bytes> onTheWay) {
        var answers = exchange(node, new Wire(channel, onTheWay)).ask(question(patient), deadline());
        return answers.answers().values().iterator().next();
    }

    /** A question as it would be sent to a node, and is not. */
    public Bytes sealed(NodeProcess node, JsonNode patient) {
        PeerChannel nowhere = (requests, _) -> {
            sent.addAll(requests.values());
            return Map.of();
        };
        var _ = exchange(node, nowhere).ask(question(patient), deadline());
        return sent.removeLast();
    }

    private RecordExchange exchange(NodeProcess node, PeerChannel over) {
        return new RecordExchange(
                member.identity().id(),
                () -> List.of(peer(node)),
                sealing,
                over,
                TestNetwork.CLOCK,
                () -> EnvelopeHeader.newMessageId(TestNetwork.RANDOM));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(1), TestNetwork.CLOCK);
    }

    private static Peer peer(NodeProcess node) {
        var identity = node.member().identity();
        return new Peer(identity.id(), node.peers(), identity.tlsFingerprint());
    }

    private Question question(JsonNode patient) {
        return new Question(
                new Requester(member.identity().id(), "clinician-1", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Optional.empty(),
                tokens(Demographics.of(patient)),
                RecordFilter.EVERYTHING,
                network.height());
    }

    /** In a test network a member makes tokens alone, and nobody counts. */
    private PatientTokens tokens(Demographics person) {
        var identity = member.identity();
        var share = member.folder().linkage(identity).orElseThrow();
        var self =
                new StudyMember(identity.id(), identity, _ -> Optional.empty(), TestNetwork.CLOCK, TestNetwork.RANDOM);
        var maker =
                new TokenMaker(self, share, new Uncounted(), new TokenMaker.Way(List::of, UnaryOperator.identity()));
        var inputs = TokenInputs.of(person);
        return inputs.tokens(share.key().id(), maker.tokens(inputs.all()).orElseThrow());
    }

    private record Uncounted() implements EvaluationAccount {
        @Override
        public Outcome<Long> spend(long count) {
            return Outcome.of(count);
        }

        @Override
        public void giveBack(long count) {
            // Nobody counts.
        }

        @Override
        public void writeOff() {
            // Nothing is left to write off.
        }

        @Override
        public Outcome<Long> serve(NodeId asking, long count) {
            return Outcome.of(count);
        }
    }

    /** The envelopes that it has sent, in order. */
    public List<Bytes> sent() {
        return List.copyOf(sent);
    }

    /** The envelopes that it has received, in order. */
    public List<Bytes> received() {
        return List.copyOf(received);
    }

    /** A channel that listens, and does something to what comes back. */
    private final class Wire implements PeerChannel {
        private final PeerChannel inner;
        private final UnaryOperator<Bytes> onTheWay;

        Wire(PeerChannel inner, UnaryOperator<Bytes> onTheWay) {
            this.inner = inner;
            this.onTheWay = onTheWay;
        }

        @Override
        public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
            sent.addAll(requests.values());
            var replies = new HashMap<>(inner.ask(requests, deadline));
            replies.replaceAll((_, reply) -> carried(reply));
            return replies;
        }

        private PeerReply carried(PeerReply reply) {
            if (!(reply instanceof PeerReply.Replied(var envelope, var after))) {
                return reply;
            }
            received.add(envelope);
            return new PeerReply.Replied(onTheWay.apply(envelope), after);
        }
    }

    @Override
    public void close() {
        channel.close();
        var _ = vertx.close();
    }
}
