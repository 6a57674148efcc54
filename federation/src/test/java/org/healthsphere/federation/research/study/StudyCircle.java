package org.healthsphere.federation.research.study;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.ReleaseRegister;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Some hospitals in one machine, the first of which coordinates; what is carried between them can be tampered with. */
final class StudyCircle implements MemberKeys, Releases, ReleaseRegister {
    private static final List<String> NAMES = List.of(
            ("alder birch cedar dogwood elm fir ginkgo hazel ivy juniper kauri larch maple nutmeg oak pine quince"
                            + " rowan spruce teak ulex viburnum willow yew zelkova acacia beech cypress damson elder")
                    .split(" "));

    final Map<NodeId, StudyHospital> hospitals = new LinkedHashMap<>();
    final List<Sha256> registered = new ArrayList<>();
    final Map<Sha256, Bytes> kept = new HashMap<>();
    private final SecureRandom random = SeededRandom.of(77);
    Instant now = Instant.parse("2026-03-01T08:00:00Z");

    /** What happens to a reply on its way to the coordinator. */
    interface Wire {
        Wire HONEST = (_, _, reply) -> Optional.of(reply);

        /** The reply as it arrives, if it does; the first exchange is step 1. */
        Optional<Bytes> carry(NodeId from, int step, Bytes reply);

        /** These fall silent at a step. */
        static Wire without(int step, String... lost) {
            return (from, at, reply) ->
                    at >= step && List.of(lost).contains(from.value()) ? Optional.empty() : Optional.of(reply);
        }
    }

    StudyCircle(List<Table> tables) {
        for (var i = 0; i < tables.size(); i++) {
            var hospital = new StudyHospital(NAMES.get(i), tables.get(i));
            hospitals.put(hospital.id, hospital);
        }
        hospitals.values().forEach(hospital -> hospital.joins(this, () -> now, this::carryTokens));
    }

    /** What members say to each other of tokens. */
    private Map<NodeId, Bytes> carryTokens(Map<NodeId, Bytes> messages) {
        Map<NodeId, Bytes> replies = new HashMap<>();
        messages.forEach((member, message) -> {
            var reply = SignedStatement.read(message, this)
                    .then(hospital(member.value()).tokens()::answer);
            if (reply instanceof Outcome.Success<Bytes>(var bytes)) {
                replies.put(member, bytes);
            }
        });
        return replies;
    }

    @Override
    public Optional<VerificationKey> of(NodeId member) {
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

    StudyHospital hospital(String name) {
        return Optional.ofNullable(hospitals.get(new NodeId(name))).orElseThrow();
    }

    AnalysisRun begin(StudyPlan plan, int analysis) {
        hospitals.values().forEach(hospital -> hospital.approves(plan));
        return beginUnapproved(plan, analysis);
    }

    AnalysisRun beginUnapproved(StudyPlan plan, int analysis) {
        var first = hospital("alder");
        return new AnalysisCoordinator(
                        new StudyMember(first.id, first.key, this, () -> now, random),
                        new CohortEvaluator(new SmallTerminology()),
                        new AnalysisCoordinator.Kept(this, this, first.tokens()),
                        Duration.ofMinutes(5))
                .begin(plan, analysis, hospitals.keySet())
                .orElseThrow();
    }

    StudyStep ask(StudyPlan plan, int analysis) {
        return ask(plan, analysis, Wire.HONEST);
    }

    StudyStep ask(StudyPlan plan, int analysis, Wire wire) {
        return run(begin(plan, analysis), wire);
    }

    StudyStep run(AnalysisRun run, Wire wire) {
        var step = run.start();
        for (var number = 1; step instanceof StudyStep.Ask(var messages); number++) {
            step = run.next(carry(messages, number, wire));
        }
        return step;
    }

    private Map<NodeId, Bytes> carry(Map<NodeId, Bytes> messages, int step, Wire wire) {
        Map<NodeId, Bytes> replies = new HashMap<>();
        messages.forEach((member, message) -> wire.carry(
                        member, step, hospital(member.value()).answer(message))
                .ifPresent(reply -> replies.put(member, reply)));
        return replies;
    }

    StudyReleases.Verified released(StudyStep step) {
        return switch (step) {
            case StudyStep.Released answer ->
                StudyReleases.verify(answer.document(), this).orElseThrow();
            case StudyStep.Ask _, StudyStep.Failed _ -> throw new AssertionError(step.toString());
        };
    }
}
