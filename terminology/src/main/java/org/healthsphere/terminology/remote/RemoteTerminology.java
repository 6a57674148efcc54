package org.healthsphere.terminology.remote;

import static org.healthsphere.terminology.fhir.Operation.EXPAND;
import static org.healthsphere.terminology.fhir.Operation.LOOKUP;
import static org.healthsphere.terminology.fhir.Operation.SUBSUMES;
import static org.healthsphere.terminology.fhir.Operation.TRANSLATE;
import static org.healthsphere.terminology.fhir.Operation.VALIDATE_CODE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;

/**
 * Terminology that a FHIR R4 terminology server answers.
 *
 * <p>The server is not believed blindly: an answer that is too late, too large, cut off, of the wrong shape or about something
 * else is {@link Fault.Unavailable} or {@link Fault.Timeout}, never an answer.
 */
public final class RemoteTerminology implements Terminology {
    private final RemoteCalls calls;

    public RemoteTerminology(HttpClient client, RemoteServer server) {
        calls = new RemoteCalls(client, server);
    }

    @Override
    public Outcome<Concept> lookup(Coding code) {
        return ask(LOOKUP, Map.of("system", code.system(), "code", code.code()))
                .then(answer -> Answers.concept(code, answer));
    }

    @Override
    public Outcome<Subsumption> subsumes(Coding a, Coding b) {
        if (!a.system().equals(b.system())) {
            return Outcome.failed(new Fault.Invalid("two codes of one system can be compared, not of two"));
        }
        return ask(SUBSUMES, Map.of("system", a.system(), "codeA", a.code(), "codeB", b.code()))
                .then(Answers::subsumption);
    }

    @Override
    public Outcome<Validation> validateCode(String valueSet, Coding code) {
        Map<String, String> parameters = new HashMap<>(valueSet(valueSet));
        parameters.put("system", code.system());
        parameters.put("code", code.code());
        return ask(VALIDATE_CODE, parameters)
                .then(answer -> Answers.validation(code, answer))
                .then(found -> found.result() && found.display().isEmpty() ? named(code, found) : Outcome.of(found));
    }

    /** R4 leaves it to the server whether it gives the display along. */
    private Outcome<Validation> named(Coding code, Validation found) {
        return lookup(code).map(concept -> new Validation(true, concept.display(), found.message()));
    }

    @Override
    public Outcome<Expansion> expand(String valueSet) {
        return calls.get(EXPAND.path(), valueSet(valueSet))
                .then(answer -> Expansions.read(Canonical.parse(valueSet).url(), answer))
                .map(concepts -> Expansions.expansion(valueSet, concepts));
    }

    @Override
    public Outcome<CodeSet> descendantsAndSelf(Coding code) {
        return lookup(code)
                .then(self -> calls.post(EXPAND.path(), descendants(self.coding()))
                        .then(answer -> Expansions.read("", answer))
                        .then(concepts -> Expansions.codeSet(self, concepts)));
    }

    private static JsonNode descendants(Coding code) {
        var request = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var valueSet = request.putArray("parameter")
                .addObject()
                .put("name", "valueSet")
                .putObject("resource")
                .put("resourceType", "ValueSet")
                .put("status", "active");
        var include =
                valueSet.putObject("compose").putArray("include").addObject().put("system", code.system());
        include.putArray("filter")
                .addObject()
                .put("property", "concept")
                .put("op", "is-a")
                .put("value", code.code());
        return request;
    }

    @Override
    public Outcome<List<Translation>> translate(Coding source, String targetSystem) {
        return ask(TRANSLATE, Map.of("system", source.system(), "code", source.code(), "targetsystem", targetSystem))
                .then(answer -> Answers.translations(targetSystem, answer))
                .map(matches -> matches.stream().map(this::named).toList());
    }

    /** A server need not say what a target is called; then it is asked, and if it does not know, so be it. */
    private Translation named(Translation match) {
        return match.display().isEmpty() && lookup(match.target()) instanceof Outcome.Success<Concept>(var concept)
                ? new Translation(match.target(), concept.display(), match.relationship(), match.map())
                : match;
    }

    private Outcome<Parameters> ask(Operation operation, Map<String, String> parameters) {
        return calls.get(operation.path(), parameters).then(Answers::parameters);
    }

    private static Map<String, String> valueSet(String canonical) {
        var id = Canonical.parse(canonical);
        return id.hasVersion() ? Map.of("url", id.url(), "valueSetVersion", id.version()) : Map.of("url", id.url());
    }
}
