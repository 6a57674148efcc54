package org.healthsphere.terminology.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Subsumption;
import org.healthsphere.terminology.Terminology.Translation;
import org.healthsphere.terminology.Terminology.Validation;
import org.healthsphere.terminology.content.Equivalences;
import org.healthsphere.terminology.fhir.Parameters;

/** Reads what a server answered, and holds it against what it was asked. */
final class Answers {
    private static final Map<String, Subsumption> SUBSUMPTIONS = Map.of(
            "equivalent", Subsumption.EQUIVALENT,
            "subsumes", Subsumption.SUBSUMES,
            "subsumed-by", Subsumption.SUBSUMED_BY,
            "not-subsumed", Subsumption.NOT_SUBSUMED);
    private static final Set<String> BOOLEAN = Set.of("true", "false");

    private Answers() {}

    static <T> Outcome<T> nonsense() {
        return Outcome.failed(new Fault.Unavailable(RemoteCalls.PART + " (its answer makes no sense)"));
    }

    static Outcome<Parameters> parameters(JsonNode answer) {
        return Parameters.of(answer) instanceof Outcome.Success<Parameters> read ? read : nonsense();
    }

    static Outcome<Concept> concept(Coding asked, Parameters answer) {
        var display = answer.text("display").orElse("");
        if (display.isEmpty() || isAboutAnother(asked, answer)) {
            return nonsense();
        }
        var inactive = answer.parts("property").stream()
                .filter(part -> part.text("code").orElse("").equals("inactive"))
                .anyMatch(part -> part.isTrue("value"));
        var code = new Coding(asked.system(), answer.text("code").orElse(asked.code()));
        return Outcome.of(new Concept(code, answer.text("version").orElse(""), display, inactive));
    }

    /** A server may spell the code as its system does, which is at most another case. */
    private static boolean isAboutAnother(Coding asked, Parameters answer) {
        return !answer.text("system").orElse(asked.system()).equals(asked.system())
                || !answer.text("code").orElse(asked.code()).equalsIgnoreCase(asked.code());
    }

    static Outcome<Subsumption> subsumption(Parameters answer) {
        var outcome = SUBSUMPTIONS.get(answer.text("outcome").orElse(""));
        return outcome == null ? nonsense() : Outcome.of(outcome);
    }

    static Outcome<Validation> validation(Coding asked, Parameters answer) {
        var result = answer.text("result").orElse("");
        if (!BOOLEAN.contains(result) || isAboutAnother(asked, answer)) {
            return nonsense();
        }
        var message = answer.text("message").orElse("");
        return Outcome.of(
                Boolean.parseBoolean(result)
                        ? new Validation(true, answer.text("display").orElse(""), "")
                        : new Validation(false, "", message.isEmpty() ? "Not in the value set." : message));
    }

    static Outcome<List<Translation>> translations(String targetSystem, Parameters answer) {
        var result = answer.text("result").orElse("");
        if (!BOOLEAN.contains(result)) {
            return nonsense();
        }
        List<Translation> matches = new ArrayList<>();
        for (var match : answer.parts("match")) {
            var equivalence = match.text("equivalence").orElse("");
            var concept = match.object("concept");
            if (Equivalences.isNone(equivalence)) {
                continue;
            }
            if (!Equivalences.isKnown(equivalence) || concept.isEmpty() || !isOf(targetSystem, concept.orElseThrow())) {
                return nonsense();
            }
            matches.add(translation(concept.orElseThrow(), equivalence, match));
        }
        return Boolean.parseBoolean(result) == matches.isEmpty() ? nonsense() : Outcome.of(matches);
    }

    private static boolean isOf(String system, JsonNode coding) {
        return coding.path("system").asText("").equals(system)
                && !coding.path("code").asText("").isEmpty();
    }

    private static Translation translation(JsonNode concept, String equivalence, Parameters match) {
        return new Translation(
                new Coding(concept.path("system").asText(), concept.path("code").asText()),
                concept.path("display").asText(""),
                equivalence,
                match.text("originMap").or(() -> match.text("source")).orElse(""));
    }
}
