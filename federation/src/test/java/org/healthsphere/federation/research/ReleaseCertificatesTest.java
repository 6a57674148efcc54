package org.healthsphere.federation.research;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class ReleaseCertificatesTest {
    private final StudyNetwork network = StudyNetwork.ofThree();
    private final Bytes document = ((StudyStep.Released) network.ask(StudyNetwork.diabetes())).document();

    @Test
    void says_what_was_asked_what_it_cost_and_on_what_it_rests() throws IOException {
        var json = new ObjectMapper().readTree(document.array()).get("certificate");
        assertThat(json.get("queryHash").textValue())
                .isEqualTo(StudyNetwork.diabetes().canonical().hash().hex());
        assertThat(json.get("mechanism")).isEqualTo(new ObjectMapper().readTree("""
                                {"name":"discrete-laplace","epsilonMicros":1000000,"sensitivity":3,
                                 "neighbours":"one patient added or removed, who may be counted once at every member"}"""));
        assertThat(json.get("terms"))
                .isEqualTo(new ObjectMapper().readTree("{\"threshold\":10,\"quorum\":2,\"colluders\":1}"));
        assertThat(json.get("counted").get(0).get("snapshot"))
                .isEqualTo(new ObjectMapper().readTree("{\"storeChange\":1,\"consentHeight\":7}"));
        assertThat(json.get("counted").get(0).get("coverage"))
                .as("of 30 patients nothing is told")
                .isEqualTo(new ObjectMapper().readTree("""
                        [{"type":"Condition","system":"%s","mapped":"unknown"},
                         {"type":"Observation","system":"%s","mapped":"unknown"}]""".formatted(SmallTerminology.CONDITIONS, SmallTerminology.LABORATORY)));
        assertThat(json.get("terminology")).hasSize(2);
        assertThat(json.get("time").textValue()).isEqualTo("2026-03-01T08:00:00Z");
    }

    @Test
    void any_flipped_bit_is_noticed() {
        var random = new SplittableRandom(1);
        for (var i = 0; i < document.length(); i++) {
            var bytes = document.array().clone();
            bytes[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(ReleaseCertificates.verify(Bytes.of(bytes), network))
                    .as("byte " + i)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void a_certificate_that_lacks_a_signature_is_none() throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(document.array());
        ((ArrayNode) json.get("signatures")).remove(1);
        assertThat(ReleaseCertificates.verify(Bytes.of(CanonicalJson.of(json)), network))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("a signature is missing or wrong")));
    }

    @Test
    void other_members_keys_do_not_verify_it() {
        var strangers = StudyNetwork.ofThree();
        MemberKeys swapped = member -> strangers.of(new NodeId(member.value().equals("alder") ? "birch" : "alder"));
        assertThat(ReleaseCertificates.verify(document, swapped)).isInstanceOf(Outcome.Failure.class);
        assertThat(ReleaseCertificates.verify(document, _ -> Optional.empty())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void members_that_conspire_cannot_sign_what_breaks_its_own_terms() throws IOException {
        assertThat(signedByAll("\"sensitivity\":3", "\"sensitivity\":1"))
                .isEqualTo(invalid("a certificate that contradicts itself"));
        assertThat(signedByAll("\"quorum\":2", "\"quorum\":4"))
                .isEqualTo(invalid("a certificate that breaks its own terms"));
        assertThat(signedByAll("\"cell\":\"count\"", "\"cell\":\"male\""))
                .isEqualTo(invalid("a certificate that breaks its own terms"));
        assertThat(signedByAll("\"threshold\":10", "\"threshold\":999"))
                .isEqualTo(invalid("a certificate that breaks its own terms"));
        assertThat(signedByAll("\"min\":50", "\"min\":49")).isEqualTo(invalid("a certificate that contradicts itself"));
    }

    @Test
    void one_from_before_anybody_said_how_far_records_are_coded_is_still_good() throws IOException {
        var certificate =
                new ObjectMapper().readTree(document.array()).get("certificate").toString();
        var older = certificate.replaceAll("\"coverage\":\\[[^]]*],", "");
        assertThat(older).doesNotContain("coverage");
        assertThat(signedByAll(certificate, older))
                .isInstanceOfSatisfying(Outcome.Success.class, success -> assertThat(
                                ((ReleaseCertificate) success.value()).counted())
                        .allSatisfy(counted -> assertThat(counted.coverage()).isEmpty()));
    }

    @Test
    void how_far_records_are_coded_is_said_by_each_hospital_of_its_own() {
        var large = new StudyNetwork(new Hospital("alder", 400, 4), new Hospital("birch", 30, 4));
        var released = large.released(large.ask(StudyNetwork.diabetes()));
        assertThat(released.counted())
                .extracting(ReleaseCertificate.Counted::coverage)
                .containsExactly(
                        List.of(
                                new Coverage(FactType.CONDITION, SmallTerminology.CONDITIONS, Coverage.Mapped.MOST),
                                new Coverage(FactType.OBSERVATION, SmallTerminology.LABORATORY, Coverage.Mapped.MOST)),
                        List.of(
                                new Coverage(FactType.CONDITION, SmallTerminology.CONDITIONS, Coverage.Mapped.UNKNOWN),
                                new Coverage(
                                        FactType.OBSERVATION, SmallTerminology.LABORATORY, Coverage.Mapped.UNKNOWN)));
    }

    private Outcome<ReleaseCertificate> signedByAll(String from, String to) throws IOException {
        var certificate =
                new ObjectMapper().readTree(document.array()).get("certificate").toString();
        assertThat(certificate).contains(from);
        var forged = new ObjectMapper().readTree(certificate.replace(from, to));
        var message = CanonicalJson.of(forged);
        Map<NodeId, Bytes> signatures = network.hospitals.values().stream()
                .collect(Collectors.toMap(hospital -> hospital.id, hospital -> Bytes.of(hospital.key.sign(message))));
        var json = new ObjectMapper().createObjectNode();
        var array = json.putArray("signatures");
        signatures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(NodeId::value)))
                .forEach(e -> array.addObject()
                        .put("by", e.getKey().value())
                        .put("signature", e.getValue().base64url()));
        json.set("certificate", forged);
        return ReleaseCertificates.verify(Bytes.of(CanonicalJson.of(json)), network);
    }

    private static Outcome<ReleaseCertificate> invalid(String what) {
        return Outcome.failed(new Fault.Invalid(what));
    }
}
