package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Equivalences;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.Catalog;
import org.healthsphere.terminology.index.CompiledTerminology.Match;
import org.healthsphere.terminology.index.CompiledTerminology.Route;

/** {@code $translate}, by the parameters of FHIR R4 or of R5. */
final class TranslateOperation {
    private static final String DEFINED = "https://healthsphere.org/fhir/StructureDefinition/mapping-";

    private final Catalog catalog;
    private final Parameters in;

    TranslateOperation(Catalog catalog, Parameters in) {
        this.catalog = catalog;
        this.in = in;
    }

    ObjectNode answer() {
        var backward = isBackward();
        var other = either(backward ? "sourceSystem" : "targetSystem", backward ? "system" : "targetsystem");
        if (other.isEmpty() && in.text("url").isEmpty()) {
            throw invalid("targetsystem, or the url of a map, is required");
        }
        List<Found> found = new ArrayList<>();
        for (var given : given(backward)) {
            for (var match : matches(given, other, backward)) {
                found.add(new Found(given, match));
            }
        }
        var answer = new Answer()
                .truth("result", !found.isEmpty())
                .text("message", "String", found.isEmpty() ? "No concept map held here has a match." : "");
        found.forEach(one -> write(one, backward, answer.parts("match")));
        return answer.resource();
    }

    /** R4 says so, R5 gives the code of the target. */
    private boolean isBackward() {
        return in.text("targetCode").isPresent()
                || in.object("targetCoding").isPresent()
                || in.object("targetCodeableConcept").isPresent();
    }

    private String either(String one, String other) {
        return in.text(one).or(() -> in.text(other)).orElse("");
    }

    private List<Coding> given(boolean backward) {
        var prefix = backward ? "target" : "source";
        var concept = in.object(prefix + "CodeableConcept").or(() -> in.object("codeableConcept"));
        if (concept.isPresent()) {
            List<Coding> all = new ArrayList<>();
            concept.orElseThrow().path("coding").forEach(coding -> all.add(coding(Given.Item.of(coding))));
            return all;
        }
        var coding = in.object(prefix + "Coding").or(() -> in.object("coding"));
        if (coding.isPresent()) {
            return List.of(coding(Given.Item.of(coding.orElseThrow())));
        }
        var code = either(prefix + "Code", "code");
        var system = either(prefix + "System", "system");
        return List.of(coding(new Given.Item(system, "", code, "")));
    }

    private static Coding coding(Given.Item item) {
        if (item.system().isEmpty() || item.code().isEmpty()) {
            throw invalid("code with system, coding or codeableConcept is required");
        }
        return new Coding(item.system(), item.code());
    }

    private List<Match> matches(Coding given, String other, boolean backward) {
        var url = in.text("url").orElse("");
        var version = in.text("conceptMapVersion").orElse("");
        var map = version.isEmpty() ? url : url + "|" + version;
        return catalog.matches(given, other, new Route(map, backward || in.isTrue("reverse")))
                .orElseThrow(() -> Refused.request(
                        404, Issues.plain(Severity.ERROR, "not-found", "no concept map " + map + " is held here")));
    }

    private static Refused invalid(String what) {
        return Refused.request(400, Issues.plain(Severity.ERROR, "invalid", what));
    }

    /** With the way back the matches are sources, and the concept is what was given. */
    private void write(Found found, boolean backward, ArrayNode parts) {
        var match = found.match();
        var target = backward ? found.given() : match.target();
        var equivalence = backward ? Equivalences.inverse(match.equivalence()) : match.equivalence();
        Answer.add(parts, "equivalence").put("valueCode", equivalence);
        Answer.add(parts, "relationship").put("valueCode", Equivalences.relationship(equivalence));
        Answer.coding(Answer.add(parts, "concept").putObject("valueCoding"), target, "");
        var maps = String.join(", ", match.maps());
        if (backward) {
            Answer.coding(Answer.add(parts, "source").putObject("valueCoding"), match.target(), "");
        }
        var origin = Answer.add(parts, "originMap").put("valueCanonical", maps);
        if (!match.justification().isEmpty()) {
            state(origin, "justification", "Uri", match.justification());
            state(origin, "reviewer", "String", match.ground().author());
        }
    }

    private static void state(ObjectNode origin, String what, String type, String value) {
        if (!value.isEmpty()) {
            origin.withArray("extension").addObject().put("url", DEFINED + what).put("value" + type, value);
        }
    }

    private record Found(Coding given, Match match) {}
}
