package org.healthsphere.terminology.curation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What people have decided about codes of the hospital and have not published yet: for each code and each code system it is to be
 * translated into at most one decision, the last. Immutable.
 */
public record CurationBook(List<Decision> decisions) {
    public static final CurationBook EMPTY = new CurationBook(List.of());

    private static final JsonMapper JSON = new JsonMapper();

    public CurationBook {
        decisions = List.copyOf(decisions);
    }

    /**
     * One decision.
     *
     * @param equivalence in the codes of FHIR R4's ConceptMapEquivalence; {@code unmatched} when the target system has no such code
     * @param reviewer who stands for it
     * @param justification why
     */
    public record Decision(
            Coding source,
            String targetSystem,
            String targetCode,
            String equivalence,
            String reviewer,
            String justification,
            Instant at) {
        public boolean isMatch() {
            return !equivalence.equals("unmatched");
        }

        public boolean isAbout(Coding code, String system) {
            return source.equals(code) && targetSystem.equals(system);
        }
    }

    public Optional<Decision> about(Coding code, String targetSystem) {
        return decisions.stream()
                .filter(decision -> decision.isAbout(code, targetSystem))
                .findFirst();
    }

    /** With the decision in place of whatever was decided before. */
    public CurationBook with(Decision decision) {
        List<Decision> all = new ArrayList<>(decisions);
        all.removeIf(other -> other.isAbout(decision.source(), decision.targetSystem()));
        all.add(decision);
        return new CurationBook(all);
    }

    /** Without the decision; the code is open again. */
    public CurationBook without(Coding code, String targetSystem) {
        return new CurationBook(decisions.stream()
                .filter(decision -> !decision.isAbout(code, targetSystem))
                .toList());
    }

    /** Those about the codes of one system. */
    public List<Decision> of(String sourceSystem) {
        return decisions.stream()
                .filter(decision -> decision.source().system().equals(sourceSystem))
                .toList();
    }

    public Bytes written() {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("decisions");
        decisions.forEach(decision -> list.addObject()
                .put("system", decision.source().system())
                .put("code", decision.source().code())
                .put("targetSystem", decision.targetSystem())
                .put("targetCode", decision.targetCode())
                .put("equivalence", decision.equivalence())
                .put("reviewer", decision.reviewer())
                .put("justification", decision.justification())
                .put("at", decision.at().toString()));
        return Bytes.of(CanonicalJson.of(json));
    }

    public static Outcome<CurationBook> read(Bytes bytes) {
        try {
            List<Decision> decisions = new ArrayList<>();
            JSON.readTree(bytes.array()).path("decisions").forEach(json -> decisions.add(decision(json)));
            return Outcome.of(new CurationBook(decisions));
        } catch (IOException | RuntimeException e) {
            return Outcome.failed(new Fault.Invalid("the book of curation is damaged"));
        }
    }

    private static Decision decision(JsonNode json) {
        return new Decision(
                new Coding(json.path("system").asText(), json.path("code").asText()),
                json.path("targetSystem").asText(),
                json.path("targetCode").asText(),
                json.path("equivalence").asText(),
                json.path("reviewer").asText(),
                json.path("justification").asText(),
                Instant.parse(json.path("at").asText()));
    }
}
