package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Releases of studies as they are handed out: {@code {"certificate": ..., "signatures": [{"by": ..., "signature": ...}]}} in canonical JSON,
 * signed by the coordinator and by a quorum of those that were counted, all over the same bytes.
 */
public final class StudyReleases {
    private static final int MOST = 255;

    private StudyReleases() {}

    /**
     * A release whose signatures were checked.
     *
     * @param certificate as it was signed
     * @param signers who signed
     */
    public record Verified(JsonNode certificate, Set<NodeId> signers) {
        public Verified {
            signers = Set.copyOf(signers);
        }

        public String study() {
            return certificate.path("study").asText();
        }

        public JsonNode result() {
            return certificate.path("result");
        }

        public Instant time() {
            return Instant.parse(certificate.path("time").asText());
        }
    }

    static Bytes document(JsonNode certificate, SortedMap<String, Bytes> signatures) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("signatures");
        signatures.forEach((by, signature) -> array.addObject().put("by", by).put("signature", signature.base64url()));
        return Bytes.of(CanonicalJson.of(json.<JsonNode>set("certificate", certificate)));
    }

    /** Whether a document claims to be the release of a study. */
    public static boolean isOne(JsonNode document) {
        return document.path("certificate").path("type").asText().equals("study-release");
    }

    /**
     * The release in these bytes, if nothing in them was altered; nobody needs to be asked for it.
     *
     * <p>{@link Fault.Invalid} when it is none, {@link Fault.Unauthenticated} when a signature is missing or wrong.
     *
     * @param keys the members' keys at the time of the release
     */
    public static Outcome<Verified> verify(Bytes document, MemberKeys keys) {
        return StrictObject.read(document.array(), StudyReleases::signed)
                .then(signed -> Arrays.equals(
                                document.array(),
                                document(signed.certificate(), signed.signatures())
                                        .array())
                        ? signed.verified(keys)
                        : Outcome.failed(new Fault.Invalid("not in canonical form")));
    }

    private record Signed(JsonNode certificate, SortedMap<String, Bytes> signatures) {
        Outcome<Verified> verified(MemberKeys keys) {
            if (!certificate.path("type").asText().equals("study-release")
                    || RunReader.instant(certificate.path("time").asText()).isEmpty()) {
                return Outcome.failed(new Fault.Invalid("not the release of a study"));
            }
            var message = CanonicalJson.of(certificate);
            Set<NodeId> signers = new LinkedHashSet<>();
            signatures.forEach((by, signature) -> {
                var member = new NodeId(by);
                if (keys.of(member)
                        .filter(key -> key.verifies(message, signature.array()))
                        .isPresent()) {
                    signers.add(member);
                }
            });
            return signers.size() == signatures.size() && isEnough(signers)
                    ? Outcome.of(new Verified(certificate, signers))
                    : Outcome.failed(new Fault.Unauthenticated("a signature is missing or wrong"));
        }

        private boolean isEnough(Set<NodeId> signers) {
            var counted = new LinkedHashSet<String>();
            certificate
                    .path("counted")
                    .forEach(one -> counted.add(one.path("member").asText()));
            var ofCounted = signers.stream()
                    .filter(one -> counted.contains(one.value()))
                    .count();
            var coordinator = certificate.path("coordinator").asText();
            // A hospital that asks itself alone signs alone; nobody else's patients are counted.
            return ofCounted
                            >= Math.max(
                                    Math.min(2, counted.size()),
                                    certificate.path("quorum").asInt())
                    && signers.stream().anyMatch(one -> one.value().equals(coordinator))
                    && signers.stream()
                            .allMatch(one ->
                                    counted.contains(one.value()) || one.value().equals(coordinator));
        }
    }

    private static Signed signed(StrictObject json) {
        var signatures = new TreeMap<String, Bytes>();
        json.objects(
                        "signatures",
                        1,
                        MOST,
                        entry -> Map.entry(JsonBytes.node(entry, "by"), JsonBytes.read(entry, "signature")))
                .forEach(entry -> signatures.put(entry.getKey().value(), entry.getValue()));
        return new Signed(json.any("certificate"), signatures);
    }

    /** Where the release of an analysis is kept at its coordinator. */
    public static Sha256 releaseKey(StudyPlan plan, int analysis) {
        return Sha256.of("study|" + plan.hash() + "|" + analysis);
    }

    /** Where the signed messages of a released analysis are kept at its coordinator. */
    public static Sha256 transcriptKey(StudyPlan plan, int analysis) {
        return Sha256.of("transcript|" + plan.hash() + "|" + analysis);
    }

    /**
     * The result that follows from the signed messages of a run: whoever has them comes to the same number, years later as well.
     *
     * @param keys the members' keys at the time of the run
     */
    public static Outcome<JsonNode> replay(StudyPlan plan, Bytes transcript, MemberKeys keys) {
        return StrictObject.read(transcript.array(), json -> {
                    var _ = json.word("type", Map.of("study-transcript", true));
                    var _ = json.integer("v", 1, 1);
                    return new Steps(json.any("begin"), json.each("steps", 1, 4 * MOST));
                })
                .then(steps -> SignedStatement.read(steps.begin(), keys)
                        .then(statement -> RunReader.read(statement)
                                .then(message -> message instanceof Begin begin
                                                && begin.plan().equals(plan.hash())
                                        ? replayed(plan, new Heard<>(statement, begin), steps, keys)
                                        : Outcome.failed(new Fault.Invalid("a transcript of another study")))));
    }

    private record Steps(JsonNode begin, List<JsonNode> steps) {}

    private static Outcome<JsonNode> replayed(StudyPlan plan, Heard<Begin> begin, Steps steps, MemberKeys keys) {
        return plan.analysis(begin.message().analysis())
                .map(analysis -> new RunCourse(begin.statement().digest(), plan, analysis, keys))
                .map(course -> replayed(course, steps.steps()))
                .orElseGet(() -> Outcome.failed(new Fault.Invalid("no such analysis")));
    }

    private static Outcome<JsonNode> replayed(RunCourse course, List<JsonNode> steps) {
        Outcome<JsonNode> last = Outcome.failed(new Fault.Invalid("a transcript without an end"));
        for (var step : steps) {
            var said = step.path("said").valueStream().toList();
            last = switch (step.path("step").asText()) {
                case "agree" -> course.agree(said).map(_ -> step);
                case "deal" -> course.deal(said).map(_ -> step);
                case "mask" -> course.mask(said).map(_ -> step);
                case "open" -> course.open(said).map(_ -> step);
                case "certify" -> course.certify(said).map(result -> result);
                default -> Outcome.failed(new Fault.Invalid("a step that there is not"));
            };
            if (last instanceof Outcome.Failure<JsonNode>) {
                return last;
            }
        }
        return last;
    }
}
