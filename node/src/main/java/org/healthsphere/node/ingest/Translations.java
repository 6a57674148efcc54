package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;

/**
 * Adds to a hospital's own codes what they mean to everybody.
 *
 * <p>The original coding stays, and stays first. A code that no map has is kept and counted. Only a meaning that is the same or
 * wider is added: a narrower one would say more than the sender did.
 */
final class Translations {
    private static final Set<String> SAFE = Set.of("equal", "equivalent", "wider", "subsumes");

    private final Terminology terminology;

    Translations(Terminology terminology) {
        this.terminology = terminology;
    }

    /** How many codes of a system there were. */
    record Tally(Map<String, Coverage.Codes> bySystem, Set<Coding> unmapped) {
        void count(String system, Coverage.Codes one) {
            bySystem.merge(system, one, Coverage.Codes::plus);
        }
    }

    /** Translates in place; a fault when terminology cannot answer now. */
    Outcome<Tally> translate(List<Draft> drafts, Source source) {
        var tally = new Tally(new LinkedHashMap<>(), new LinkedHashSet<>());
        Optional<Fault> missing = Optional.empty();
        for (var draft : drafts) {
            missing = missing.or(() -> concepts(draft.json(), source, tally));
        }
        return missing.<Outcome<Tally>>map(Outcome::failed).orElseGet(() -> Outcome.of(tally));
    }

    private Optional<Fault> concepts(JsonNode tree, Source source, Tally tally) {
        if (tree.get("coding") instanceof ArrayNode codings) {
            return concept(codings, source, tally);
        }
        for (var child : tree) {
            var fault = concepts(child, source, tally);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> concept(ArrayNode codings, Source source, Tally tally) {
        for (var original : List.copyOf(Json.elements(codings).toList())) {
            var coding = new Coding(
                    original.path("system").asText(""), original.path("code").asText(""));
            if (!coding.code().isEmpty()) {
                var fault = one(coding, codings, source, tally);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> one(Coding coding, ArrayNode codings, Source source, Tally tally) {
        var targets = source.translations().getOrDefault(coding.system(), List.of());
        if (targets.isEmpty()) {
            tally.count(coding.system(), Coverage.Codes.STANDARD);
            return Optional.empty();
        }
        var found = false;
        for (var target : targets) {
            switch (terminology.translate(coding, target)) {
                case Outcome.Success<List<Terminology.Translation>>(var matches) -> found |= add(matches, codings);
                case Outcome.Failure<List<Terminology.Translation>>(var fault)
                when temporary(fault) -> {
                    return Optional.of(fault);
                }
                case Outcome.Failure<List<Terminology.Translation>> _ -> {}
            }
        }
        tally.count(coding.system(), found ? Coverage.Codes.TRANSLATED : Coverage.Codes.UNTRANSLATED);
        if (!found) {
            tally.unmapped().add(coding);
        }
        return Optional.empty();
    }

    private static boolean temporary(Fault fault) {
        return fault instanceof Fault.Unavailable || fault instanceof Fault.Timeout || fault instanceof Fault.TooMany;
    }

    private static boolean add(List<Terminology.Translation> matches, ArrayNode codings) {
        var safe = matches.stream().filter(m -> SAFE.contains(m.relationship())).toList();
        safe.stream().filter(m -> !has(codings, m.target())).forEach(m -> codings.add(json(m)));
        return !safe.isEmpty();
    }

    private static boolean has(ArrayNode codings, Coding coding) {
        return Json.elements(codings)
                .anyMatch(c -> c.path("system").asText().equals(coding.system())
                        && c.path("code").asText().equals(coding.code()));
    }

    private static ObjectNode json(Terminology.Translation match) {
        var coding = Json.object();
        coding.put("system", match.target().system()).put("code", match.target().code());
        if (!match.display().isEmpty()) {
            coding.put("display", match.display());
        }
        return coding;
    }
}
