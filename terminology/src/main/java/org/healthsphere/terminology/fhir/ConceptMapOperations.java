package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.CompiledTerminology.Match;
import org.healthsphere.terminology.index.CompiledTerminology.Route;

/** {@code $translate} of ConceptMap. */
final class ConceptMapOperations {
    private static final String JUSTIFICATION =
            "https://healthsphere.org/fhir/StructureDefinition/mapping-justification";

    private final CompiledTerminology terminology;

    ConceptMapOperations(CompiledTerminology terminology) {
        this.terminology = terminology;
    }

    Outcome<ObjectNode> translate(Parameters in) {
        var target = in.text("targetsystem").orElse("");
        if (target.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("targetsystem", "is required"))));
        }
        return Coded.all(in, "system", "version")
                .then(codings -> matches(in, codings, target))
                .map(this::answer);
    }

    private Outcome<List<Match>> matches(Parameters in, List<Coded> codings, String target) {
        var url = in.text("url").orElse("");
        var version = in.text("conceptMapVersion").orElse("");
        var map = version.isEmpty() ? url : url + "|" + version;
        var route = new Route(map, in.isTrue("reverse"));
        Outcome<List<Match>> all = Outcome.of(List.of());
        for (var coded : codings) {
            all = all.then(found -> terminology
                    .matches(coded.coding(), target, route)
                    .map(more -> Stream.concat(found.stream(), more.stream())
                            .distinct()
                            .toList()));
        }
        return all;
    }

    private ObjectNode answer(List<Match> matches) {
        var answer = new Answer()
                .truth("result", !matches.isEmpty())
                .text("message", "String", matches.isEmpty() ? "No concept map held here has a match." : "");
        matches.forEach(match -> match(match, answer.parts("match")));
        return answer.resource();
    }

    private void match(Match match, ArrayNode parts) {
        Answer.add(parts, "equivalence").put("valueCode", match.equivalence());
        Answer.coding(
                Answer.add(parts, "concept").putObject("valueCoding"),
                match.target(),
                terminology.display(match.target()));
        var source = Answer.add(parts, "source").put("valueUri", String.join(", ", match.maps()));
        if (!match.justification().isEmpty()) {
            source.putArray("extension").addObject().put("url", JUSTIFICATION).put("valueUri", match.justification());
        }
    }
}
