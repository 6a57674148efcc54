package org.healthsphere.federation.research;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.federation.research.StudyMessage.CertificateCall;
import org.healthsphere.federation.research.StudyMessage.Countersignature;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.RosterCall;
import org.healthsphere.federation.research.StudyMessage.ShareCall;
import org.healthsphere.federation.research.StudyNetwork.Wire;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A participant against a coordinator that does not keep to the rules. */
class StudyParticipantTest {
    private static final NodeId BIRCH = new NodeId("birch");

    private final StudyNetwork network = StudyNetwork.ofThree();
    private final List<Map<NodeId, Bytes>> calls = new ArrayList<>();
    private final List<Map<NodeId, Bytes>> replies = new ArrayList<>();
    private Hospital birch = network.hospital("birch");

    /** An honest run, whose messages the tests twist; it stops before the last call. */
    @BeforeEach
    void runs_up_to_the_certificate() {
        var run = network.begin(StudyNetwork.diabetes());
        var step = run.start();
        for (var number = 1; step instanceof StudyStep.Ask(var messages) && number <= 3; number++) {
            calls.add(messages);
            replies.add(network.carry(messages, number, Wire.HONEST));
            step = run.next(replies.getLast());
        }
        calls.add(((StudyStep.Ask) step).messages());
    }

    private Bytes call(int step) {
        return calls.get(step - 1).getOrDefault(BIRCH, Bytes.NONE);
    }

    private StudyMessage reply(Bytes message) {
        return Said.read(birch.answer(message), network).orElseThrow().message();
    }

    private <M extends StudyMessage> M sent(int step, Class<M> kind) {
        return kind.cast(Said.read(call(step), network).orElseThrow().message());
    }

    private Bytes signed(StudyMessage message) {
        return SignedStatement.sign(MessageWriter.json(message), network.coordinator.id(), network.coordinator.signer())
                .bytes();
    }

    private Sha256 round() {
        return Said.read(call(1), network).orElseThrow().statement().digest();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void a_message_that_comes_again_gets_the_same_answer_again(int step) {
        assertThat(birch.answer(call(step))).isEqualTo(birch.answer(call(step)));
        assertThat(birch.debits).hasSize(1);
    }

    @Test
    void another_roster_in_the_same_round_is_refused() {
        var two = sent(2, RosterCall.class).admissions().subList(0, 2);
        assertThat(reply(signed(new RosterCall(round(), two)))).isEqualTo(new Refusal(round(), Ground.CONFLICT));
    }

    @Test
    void other_key_shares_do_not_make_it_mask_twice() {
        var shares = new ArrayList<>(sent(3, ShareCall.class).keyShares());
        shares.removeLast();
        assertThat(reply(signed(new ShareCall(round(), shares)))).isEqualTo(new Refusal(round(), Ground.CONFLICT));
        assertThat(birch.debits).hasSize(1);
    }

    @Test
    void a_key_that_the_coordinator_put_in_is_noticed() {
        birch = rejoined();
        var fresh = admitted();
        var admissions = new ArrayList<>(sent(2, RosterCall.class).admissions());
        admissions.set(1, fresh);
        var forged = (ObjectNode) admissions.get(2).deepCopy();
        ((ObjectNode) forged.get("statement").get("keys"))
                .set("x25519", admissions.get(0).get("statement").get("keys").get("x25519"));
        admissions.set(2, forged);
        assertThat(reply(signed(new RosterCall(round(), admissions)))).isEqualTo(new Refusal(round(), Ground.CONFLICT));
    }

    @Test
    void members_that_agreed_to_another_roster_are_not_masked_with() {
        birch = rejoined();
        var admissions = new ArrayList<>(sent(2, RosterCall.class).admissions());
        admissions.set(1, admitted());
        assertThat(reply(signed(new RosterCall(round(), admissions)))).isInstanceOf(KeyShares.class);
        // The others' key shares are those of the roster before.
        assertThat(reply(call(3))).isEqualTo(new Refusal(round(), Ground.CONFLICT));
        assertThat(birch.debits).hasSize(1);
    }

    @Test
    void a_roster_below_the_quorum_is_refused() {
        birch = rejoined();
        assertThat(reply(signed(new RosterCall(round(), List.of(admitted())))))
                .isEqualTo(new Refusal(round(), Ground.CONFLICT));
    }

    @Test
    void it_signs_the_certificate_that_it_comes_to_itself() {
        assertThat(reply(call(4))).isInstanceOf(Countersignature.class);
    }

    @Test
    void it_does_not_sign_another_number() {
        var call = sent(4, CertificateCall.class);
        var forged = (ObjectNode) call.certificate().deepCopy();
        var cell = (ObjectNode) forged.get("result").get(0);
        cell.put("value", cell.path("value").longValue() + 1).remove("suppressed");
        assertThat(reply(signed(new CertificateCall(round(), forged, call.shares()))))
                .isEqualTo(new Refusal(round(), Ground.CONFLICT));
    }

    @Test
    void it_does_not_sign_for_shares_that_are_not_the_members_own() {
        var call = sent(4, CertificateCall.class);
        var shares = new ArrayList<>(call.shares());
        shares.set(0, shares.get(2));
        assertThat(reply(signed(new CertificateCall(round(), call.certificate(), shares))))
                .isEqualTo(new Refusal(round(), Ground.CONFLICT));
    }

    @Test
    void somebody_else_cannot_go_on_with_the_coordinators_round() {
        var cedar = network.hospital("cedar");
        var call = SignedStatement.sign(MessageWriter.json(sent(2, RosterCall.class)), cedar.id, cedar.key);
        assertThat(reply(call.bytes())).isEqualTo(new Refusal(round(), Ground.EXPIRED));
    }

    @Test
    void who_is_no_member_is_not_answered() {
        var stranger = SigningKey.generate(birch.random);
        var proposal = MessageWriter.json(sent(1, Proposal.class));
        assertThat(birch.participant.answer(SignedStatement.sign(proposal, new NodeId("stranger"), stranger)
                        .bytes()))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("not signed by the member that it is from")));
        assertThat(birch.participant.answer(SignedStatement.sign(proposal, new NodeId("alder"), stranger)
                        .bytes()))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("not signed by the member that it is from")));
    }

    @Test
    void another_spelling_of_a_message_is_refused() {
        var spaced = Bytes.utf8(call(1).utf8().replaceFirst(":", ": "));
        assertThat(birch.participant.answer(spaced))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not in canonical form")));
        assertThat(birch.participant.answer(Bytes.utf8("{}"))).isInstanceOf(Outcome.Failure.class);
        assertThat(birch.participant.answer(replies.getFirst().getOrDefault(BIRCH, Bytes.NONE)))
                .isEqualTo(Outcome.failed(new Fault.Conflict("only a coordinator hears this")));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"tier\":\"T1\"', '\"tier\":\"T2\"', TIER",
        "'\"act\":\"HRESCH\"', '\"act\":\"PUBHLTH\"', PURPOSE",
        "'\"epsilonMicros\":1000000', '\"epsilonMicros\":2000001', EPSILON",
        "'\"threshold\":10', '\"threshold\":9', TERMS",
        "'\"quorum\":2', '\"quorum\":1', TERMS",
        "'\"colluders\":1', '\"colluders\":0', TERMS",
        "'\"min\":50', '\"min\":\"50\"', QUERY",
        "'\"max\":150,', '', QUERY",
        "'T08:05:00Z', 'T08:00:00Z', EXPIRED",
        "'T08:05:00Z', 'T08:10:01Z', EXPIRED",
        "'type-2-diabetes', 'no-such-concept', TERMINOLOGY"
    })
    void a_proposal_that_is_not_approved_in_advance_is_refused(String from, String to, Ground ground)
            throws IOException {
        var statement = Said.read(call(1), network).orElseThrow().statement().statement();
        assertThat(statement.toString()).contains(from);
        var twisted =
                (ObjectNode) new ObjectMapper().readTree(statement.toString().replace(from, to));
        var proposal = SignedStatement.sign(twisted, network.coordinator.id(), network.coordinator.signer());
        assertThat(reply(proposal.bytes())).isEqualTo(new Refusal(proposal.digest(), ground));
        assertThat(birch.debits).hasSize(1);
    }

    @Test
    void a_round_ends_when_its_time_is_up() {
        network.now = network.now.plus(Duration.ofMinutes(5));
        assertThat(reply(call(4))).isEqualTo(new Refusal(round(), Ground.EXPIRED));
        assertThat(reply(call(1))).isEqualTo(new Refusal(round(), Ground.EXPIRED));
    }

    @Test
    void it_does_not_take_part_in_any_number_of_rounds() {
        var statement = Said.read(call(1), network).orElseThrow();
        var last = Ground.SILENT;
        for (var i = 0; i < 64; i++) {
            var proposal = (Proposal) statement.message();
            var other = new Proposal(
                    "%032x".formatted(i), proposal.notAfter(), proposal.query(), proposal.pins(), proposal.terms());
            last = reply(signed(other)) instanceof Refusal refusal ? refusal.ground() : last;
        }
        assertThat(last).isEqualTo(Ground.BUSY);
    }

    @Test
    void a_policy_without_the_steward_gives_answers_with_noise_only() {
        assertThatThrownBy(() -> new StudyPolicy(
                        Set.of(Tier.T2), Set.of(PurposeOfUse.HRESCH), 1, 1, StudyNetwork.TERMS, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private JsonNode admitted() {
        return SignedStatement.read(birch.answer(call(1)), network)
                .orElseThrow()
                .json();
    }

    /** The member after a restart: it remembers no round. */
    private Hospital rejoined() {
        birch.joins(network, network.clock);
        return birch;
    }
}
