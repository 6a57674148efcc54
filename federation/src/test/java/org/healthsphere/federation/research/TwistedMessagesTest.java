package org.healthsphere.federation.research;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyNetwork.Wire;
import org.healthsphere.keys.Signer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that sign whatever they like: nobody falls over, and nobody pays or releases for it. */
class TwistedMessagesTest {
    private static final NodeId CEDAR = new NodeId("cedar");
    private static final Optional<Class<?>> REFUSAL = Optional.of(Refusal.class);
    private static final int PROPOSALS = 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_twisted_proposal_is_refused_or_is_another_question(long seed) {
        var twist = new Twist(new SplittableRandom(seed));
        var network = StudyNetwork.ofThree();
        var birch = network.hospital("birch");
        var proposal = upTo(network, 1);
        for (var i = 0; i < PROPOSALS; i++) {
            var reply = reply(network, birch, twist.signed(proposal, network.coordinator));
            assertThat(reply.map(Object::getClass)).isIn(Optional.empty(), REFUSAL, Optional.of(Admission.class));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_twisted_call_is_refused_and_not_paid_for(long seed) {
        var twist = new Twist(new SplittableRandom(seed));
        for (var step = 2; step <= 4; step++) {
            var network = StudyNetwork.ofThree();
            var birch = network.hospital("birch");
            var call = upTo(network, step);
            var paid = birch.debits.size();
            var reply = reply(network, birch, twist.signed(call, network.coordinator));
            // A roster that lacks somebody else is a roster, too; it comes to nothing unless all of it agree.
            assertThat(reply.filter(said -> !(said instanceof KeyShares)).map(Object::getClass))
                    .as("step " + step)
                    .isIn(Optional.empty(), REFUSAL);
            assertThat(birch.debits).hasSize(paid);
        }
    }

    /** The call of this step in an honest run, before birch has got it. */
    private static SignedStatement upTo(StudyNetwork network, int last) {
        var run = network.begin(StudyNetwork.diabetes());
        var step = run.start();
        for (var number = 1; number < last && step instanceof StudyStep.Ask(var messages); number++) {
            step = run.next(network.carry(messages, number, Wire.HONEST));
        }
        var call = Optional.ofNullable(((StudyStep.Ask) step).messages().get(new NodeId("birch")));
        return SignedStatement.read(call.orElseThrow(), network).orElseThrow();
    }

    /** What it says; empty when it does not take the message for one. */
    private static Optional<StudyMessage> reply(StudyNetwork network, Hospital hospital, Bytes message) {
        return switch (hospital.participant.answer(message)) {
            case Outcome.Failure<Bytes> _ -> Optional.empty();
            case Outcome.Success<Bytes>(var reply) ->
                Optional.of(Said.read(reply, network).orElseThrow().message());
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_coordinator_goes_on_without_a_member_whose_answers_are_twisted(long seed) {
        var random = new SplittableRandom(seed);
        var twist = new Twist(random);
        var network = StudyNetwork.ofThree();
        var at = 1 + random.nextInt(3);
        var step = network.ask(StudyNetwork.diabetes(), (from, number, reply) -> {
            if (!from.equals(CEDAR) || number != at) {
                return Optional.of(reply);
            }
            var honest = SignedStatement.read(reply, network).orElseThrow();
            return Optional.of(twist.signed(honest, CEDAR, network.hospital("cedar").key));
        });
        var certificate = network.released(step);
        assertThat(certificate.counted()).hasSizeBetween(2, 3);
        assertThat(certificate.absent()).hasSize(3 - certificate.counted().size());
    }

    /** Changes one thing somewhere in a statement. */
    private record Twist(SplittableRandom random) {
        Bytes signed(SignedStatement honest, StudyMember as) {
            return signed(honest, as.id(), as.signer());
        }

        Bytes signed(SignedStatement honest, NodeId as, Signer signer) {
            var twisted = (ObjectNode) honest.statement().deepCopy();
            do {
                one(twisted);
                twisted.put("from", as.value());
            } while (twisted.equals(honest.statement()));
            return SignedStatement.sign(twisted, as, signer).bytes();
        }

        private void one(JsonNode node) {
            switch (node) {
                case ObjectNode object -> inside(object);
                case ArrayNode array -> inside(array);
                default -> throw new IllegalArgumentException("nothing to change in here");
            }
        }

        private void inside(ObjectNode object) {
            var names = List.copyOf(object.properties()).stream()
                    .map(Map.Entry::getKey)
                    .toList();
            if (names.isEmpty() || random.nextInt(12) == 0) {
                object.put("more", 1);
                return;
            }
            var name = names.get(random.nextInt(names.size()));
            var value = object.get(name);
            if (value.isContainerNode() && random.nextInt(4) > 0) {
                one(value);
            } else if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, other(value));
            }
        }

        private void inside(ArrayNode array) {
            var size = array.size();
            if (size == 0) {
                array.add(1);
                return;
            }
            var at = random.nextInt(size);
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                case 2 -> array.set(at, other(array.get(at)));
                default -> {
                    var _ = StreamSupport.stream(array.spliterator(), false)
                            .filter(JsonNode::isContainerNode)
                            .findFirst()
                            .map(this::changed);
                }
            }
        }

        private boolean changed(JsonNode node) {
            one(node);
            return true;
        }

        private JsonNode other(JsonNode value) {
            var make = JsonNodeFactory.instance;
            return switch (random.nextInt(7)) {
                case 0 -> make.nullNode();
                case 1 -> make.numberNode(random.nextLong());
                case 2 -> make.textNode("");
                case 3 -> make.textNode(value.asText() + "A");
                case 4 -> make.textNode(value.asText().replaceFirst("[0-9a-f]", "-"));
                case 5 -> make.objectNode();
                default -> make.arrayNode().add(value);
            };
        }
    }
}
