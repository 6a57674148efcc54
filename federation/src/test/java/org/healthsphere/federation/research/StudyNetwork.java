package org.healthsphere.federation.research;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** Some hospitals in one machine, the first of which coordinates; what is carried between them can be tampered with. */
final class StudyNetwork implements MemberKeys, Releases, ReleaseRegister {
    static final Terms TERMS = new Terms(10, 2, 1);
    static final StudyPolicy POLICY = new StudyPolicy(
            Set.of(Tier.T1), Set.of(PurposeOfUse.HRESCH), 2_000_000, 4_000_000, TERMS, Duration.ofMinutes(10));

    final Map<NodeId, Hospital> hospitals = new LinkedHashMap<>();
    final List<Sha256> registered = new ArrayList<>();
    final StudyMember coordinator;
    Instant now = Instant.parse("2026-03-01T08:00:00Z");
    final InstantSource clock = () -> now;
    private final Map<Sha256, Bytes> kept = new HashMap<>();

    /** What happens to a reply on its way to the coordinator. */
    interface Wire {
        Wire HONEST = (_, _, reply) -> Optional.of(reply);

        /**
         * The reply as it arrives, if it does.
         *
         * @param step 1 for the first exchange, and so on
         */
        Optional<Bytes> carry(NodeId from, int step, Bytes reply);
    }

    StudyNetwork(Hospital... members) {
        Stream.of(members).forEach(hospital -> hospitals.put(hospital.id, hospital));
        hospitals.values().forEach(hospital -> hospital.joins(this, clock));
        coordinator =
                new StudyMember(members[0].id, members[0].key, this, clock, SeededRandom.of(members.length + 40L));
    }

    static StudyNetwork ofThree() {
        return new StudyNetwork(
                new Hospital("alder", 21, 5), new Hospital("birch", 17, 4), new Hospital("cedar", 14, 9));
    }

    @Override
    public Optional<org.healthsphere.keys.VerificationKey> of(NodeId member) {
        return Optional.ofNullable(hospitals.get(member))
                .map(hospital -> hospital.key)
                .map(SigningKey::verificationKey);
    }

    @Override
    public Optional<Bytes> find(Sha256 key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public void keep(Sha256 key, Bytes certificate) {
        kept.put(key, certificate);
    }

    @Override
    public Outcome<Long> record(Sha256 id, String study, Sha256 certificate) {
        registered.add(certificate);
        return Outcome.of(200L);
    }

    Hospital hospital(String name) {
        return Optional.ofNullable(hospitals.get(new NodeId(name))).orElseThrow();
    }

    long debits() {
        return hospitals.values().stream()
                .mapToLong(hospital -> hospital.debits.size())
                .sum();
    }

    StudyRun begin(CohortQuery query) {
        return new StudyCoordinator(
                        coordinator,
                        new CohortEvaluator(new SmallTerminology()),
                        this,
                        this,
                        new StudyCoordinator.Settings(TERMS, Duration.ofMinutes(5), 3))
                .begin(query, hospitals.keySet())
                .orElseThrow();
    }

    StudyStep ask(CohortQuery query) {
        return ask(query, Wire.HONEST);
    }

    StudyStep ask(CohortQuery query, Wire wire) {
        var run = begin(query);
        var step = run.start();
        for (var number = 1; step instanceof StudyStep.Ask(var messages); number++) {
            step = run.next(carry(messages, number, wire));
        }
        return step;
    }

    Map<NodeId, Bytes> carry(Map<NodeId, Bytes> messages, int step, Wire wire) {
        Map<NodeId, Bytes> replies = new HashMap<>();
        messages.forEach((member, message) -> wire.carry(
                        member, step, hospital(member.value()).answer(message))
                .ifPresent(reply -> replies.put(member, reply)));
        return replies;
    }

    ReleaseCertificate released(StudyStep step) {
        return switch (step) {
            case StudyStep.Released answer ->
                ReleaseCertificates.verify(answer.document(), this).orElseThrow();
            case StudyStep.Ask _, StudyStep.Failed _ -> throw new AssertionError(step.toString());
        };
    }

    /** The study that ships. */
    static CohortQuery diabetes() {
        try (var json = CohortQuery.class.getResourceAsStream("/studies/diabetes-hba1c.json")) {
            return CohortQuery.parse(json.readAllBytes()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
