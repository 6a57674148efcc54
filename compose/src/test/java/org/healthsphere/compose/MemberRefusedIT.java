package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.healthsphere.compose.network.Correspondent;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.OneNode;
import org.healthsphere.compose.network.Outsider;
import org.healthsphere.compose.network.Outsider.Answer;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.healthsphere.compose.network.TestNetwork.Member;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not in good standing, or sends what was not sealed for this moment, gets nothing from a node, and it is noted. */
@ExtendWith(OneNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberRefusedIT {
    private static final String REFUSED = "member-refused";
    private static final String CANARY = "Quintessenza";
    private static final int FLIPS = 48;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestNetwork network;
    private final NodeProcess north;
    private final List<Correspondent> correspondents = new ArrayList<>();
    private final JsonNode patient = json("""
            {"resourceType":"Patient","gender":"female","birthDate":"1951-02-03",
             "name":[{"family":"%s","given":["Maria"]}],
             "address":[{"line":["1 Example Street"],"city":"Sampleton","postalCode":"00001"}]}""".formatted(CANARY));

    MemberRefusedIT(TestNetwork network, NodeProcess north) {
        this.network = network;
        this.north = north;
    }

    @BeforeAll
    void a_patient_who_consents() {
        var client = north.client();
        var id = client.post("/fhir/Patient", north.token(), patient)
                .orFail("a patient")
                .json()
                .path("id")
                .asText();
        var _ = client.post("/api/v1/consents", north.token(Role.PATIENT, id), consent(id))
                .orFail("a consent");
    }

    @AfterEach
    void close() {
        correspondents.forEach(Correspondent::close);
        correspondents.clear();
    }

    @Test
    void an_expired_certificate_opens_no_connection() {
        assertNotLetIn(network.expired());
    }

    @Test
    void a_certificate_of_another_authority_of_the_same_name_opens_no_connection() {
        assertNotLetIn(network.foreign());
    }

    @Test
    void a_revoked_certificate_opens_no_connection() {
        assertNotLetIn(network.revoked());
    }

    private void assertNotLetIn(Member stranger) {
        var honest = asking(network.admitted("honest-" + stranger.identity().id()));
        assertAnswered(honest.ask(north, patient));
        try (var outsider = new Outsider(network.authority(), stranger.identity())) {
            assertThat(outsider.bring(honest.sent().getFirst(), north.peers())).isEmpty();
        }
        var shown = "certificate:" + stranger.identity().tlsFingerprint();
        Patience.until(
                "the refusal of " + shown + " in the audit log",
                () -> grounds(shown).contains(List.of(shown, "ground:login")));
    }

    @Test
    void a_member_that_is_not_on_the_ledger_is_refused() {
        var unknown = network.certified("unknown");
        var asking = asking(unknown);
        assertThat(asking.ask(north, patient)).isEqualTo(new MemberAnswer.Refused(401));
        assertRefused(unknown.identity(), asking.sent().getFirst(), 401, "login");
    }

    @Test
    void a_suspended_member_is_refused() {
        var former = network.admitted("former");
        var asking = asking(former);
        assertAnswered(asking.ask(north, patient));
        network.suspend(former.identity().id());
        north.awaitHeight(network.height());
        assertThat(asking.ask(north, patient)).isEqualTo(new MemberAnswer.Refused(401));
        assertRefused(former.identity(), asking.sent().getLast(), 401, "login");
    }

    @Test
    void a_replayed_envelope_is_refused_whoever_brings_it() {
        var east = network.admitted("east");
        var other = network.admitted("other");
        var asking = asking(east);
        assertAnswered(asking.ask(north, patient));
        assertRefused(east.identity(), asking.sent().getFirst(), 409, "duplicate");
        assertRefused(other.identity(), asking.sent().getFirst(), 409, "duplicate");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void an_envelope_with_one_bit_flipped_is_refused(long seed) {
        var west = network.admitted("west-" + seed);
        var envelope = asking(west).sealed(north, patient);
        var random = new Random(seed);
        var shown = "certificate:" + west.identity().tlsFingerprint();
        try (var outsider = new Outsider(network.authority(), west.identity())) {
            for (var i = 0; i < FLIPS; i++) {
                var bit = random.nextInt(envelope.length() * 8);
                var answer =
                        outsider.bring(flipped(envelope, bit), north.peers()).orElseThrow();
                assertThat(answer.status()).as("bit %s", bit).isIn(400, 401, 403);
                assertHoldsNoData(answer);
            }
            assertThat(grounds(shown)).hasSize(FLIPS);
            assertThat(outsider.bring(envelope, north.peers()).orElseThrow().status())
                    .as("as it was sealed")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void an_answer_with_one_bit_flipped_is_not_believed(long seed) {
        var south = network.admitted("south-" + seed);
        var random = new Random(seed);
        assertThat(asking(south)
                        .ask(north, patient, envelope -> flipped(envelope, random.nextInt(envelope.length() * 8))))
                .isInstanceOf(MemberAnswer.Invalid.class);
    }

    @Test
    void an_answer_to_an_earlier_question_is_not_believed() {
        var asking = asking(network.admitted("central"));
        assertAnswered(asking.ask(north, patient));
        var earlier = asking.received().getFirst();
        assertThat(asking.ask(north, patient, _ -> earlier)).isInstanceOf(MemberAnswer.Invalid.class);
    }

    private Correspondent asking(Member member) {
        north.awaitHeight(network.height());
        var asking = new Correspondent(network, member);
        correspondents.add(asking);
        return asking;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertAnswered(MemberAnswer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        MemberAnswer.Answered.class,
                        answered -> assertThat(answered.records()).isNotEmpty());
    }

    /** Refused with this status, without data, and noted under the certificate that was shown. */
    private void assertRefused(MemberIdentity bearer, Bytes envelope, int status, String ground) {
        var shown = "certificate:" + bearer.tlsFingerprint();
        var before = grounds(shown).size();
        try (var outsider = new Outsider(network.authority(), bearer)) {
            var answer = outsider.bring(envelope, north.peers()).orElseThrow();
            assertThat(answer.status()).isEqualTo(status);
            assertHoldsNoData(answer);
        }
        assertThat(grounds(shown)).hasSize(before + 1).last().isEqualTo(List.of(shown, "ground:" + ground));
    }

    private static void assertHoldsNoData(Answer answer) {
        var outcome = json(answer.body());
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.propertyStream().map(Map.Entry::getKey)).containsExactly("resourceType", "issue");
        assertThat(answer.body()).doesNotContain(CANARY, "Patient", "1951");
    }

    /** What the audit log says of refusals of the one who showed this certificate. */
    private List<List<String>> grounds(String certificate) {
        return north.audited(REFUSED).stream()
                .map(entry ->
                        entry.path("what").valueStream().map(JsonNode::asText).toList())
                .filter(what -> what.contains(certificate))
                .toList();
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        var copy = bytes.array().clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.of(copy);
    }

    private static JsonNode consent(String id) {
        return json("""
                {"resourceType":"Consent","status":"active",
                 "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
                 "patient":{"reference":"Patient/%s"},
                 "provision":{"type":"permit","purpose":[
                    {"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}]}}""".formatted(id));
    }
}
