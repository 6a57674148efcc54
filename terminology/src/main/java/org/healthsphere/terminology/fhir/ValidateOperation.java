package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

/** {@code $validate-code} of ValueSet and of CodeSystem. */
final class ValidateOperation {
    private final Scope scope;
    private final Parameters in;

    ValidateOperation(Scope scope, Parameters in) {
        this.scope = scope;
        this.in = in;
    }

    /** Against a value set. */
    ObjectNode ofValueSet() {
        var valueSet = valueSet(scope, in);
        var given = Given.forValueSet(in, scope.asked());
        return validate(given, valueSet, false);
    }

    /** The value set that came along, or the one that is named. */
    static ValueSet valueSet(Scope scope, Parameters in) {
        var came = in.object("valueSet");
        if (came.isPresent()) {
            return ContentReader.asItCame(came.orElseThrow());
        }
        var url = in.text("url").orElse("");
        if (url.isEmpty()) {
            throw Refused.request(
                    400,
                    Issues.plain(
                            Severity.ERROR,
                            "invalid",
                            "No ValueSet specified - provide url parameter or valueSet resource"));
        }
        var named = in.text("valueSetVersion").orElse("");
        var canonical = scope.asked().valueSet(named.isEmpty() ? url : url + "|" + named);
        return scope.valueSet(canonical)
                .orElseThrow(() ->
                        Refused.request(422, Issue.error(Kind.NOT_FOUND, "", Message.UNKNOWN_VALUE_SET, canonical)));
    }

    /** Against the code system itself. */
    ObjectNode ofCodeSystem() {
        var given = Given.forCodeSystem(in);
        try {
            var system = system(given);
            return validate(given, wholeOf(system), true);
        } catch (Refused refused) {
            return notValid(refused, given);
        }
    }

    private SystemView system(Given given) {
        var coding = given.codings().isEmpty()
                ? new Given.Item("", "", "", "")
                : given.codings().getFirst();
        var url = in.text("url").orElse(coding.system());
        if (url.isEmpty()) {
            throw Refused.code(
                    Issue.of(Severity.WARNING, Kind.INVALID_DATA, given.at(0), Message.CODING_HAS_NO_SYSTEM));
        }
        var version = in.text("version").orElse(coding.version());
        var place = Given.below(given.at(0), "system");
        return scope.system(url, version).orElseThrow(() -> unknown(url, version, place));
    }

    private Refused unknown(String url, String version, String place) {
        if (scope.valueSet(new Canonical(url, "")).isPresent()) {
            return Refused.code(Issue.error(Kind.INVALID_DATA, place, Message.SYSTEM_IS_VALUE_SET, url));
        }
        var supplement = scope.supplement(url, version);
        if (supplement.isPresent()) {
            return Refused.code(Issue.error(
                    Kind.INVALID_DATA,
                    place,
                    Message.CODESYSTEM_CS_NO_SUPPLEMENT,
                    supplement.orElseThrow().id()));
        }
        var blame = UnknownSystem.of(scope, url, version);
        return Refused.unknownSystem(blame.canonical(), List.of(blame.issue(place)));
    }

    /** The value set of all codes of the system. */
    private static ValueSet wholeOf(SystemView system) {
        var resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "ValueSet")
                .put("status", "active");
        var include = resource.putObject("compose")
                .putArray("include")
                .addObject()
                .put("system", system.id().url());
        if (system.id().hasVersion()) {
            include.put("version", system.id().version());
        }
        var url = system.facts().valueSet();
        var id = new Canonical(
                url.isEmpty() ? system.id().url() + "/vs" : url, system.id().version());
        var none = new ValueSet.Compose(true, List.of(), List.of());
        return new ValueSet(id, system.title(), Origin.OF_A_REQUEST, none, resource);
    }

    private ObjectNode validate(Given given, ValueSet valueSet, boolean againstSystem) {
        try {
            var inquiry = new Inquiry();
            var check = ValueSetCheck.of(scope, valueSet, inquiry);
            return new Validation(scope, given, inquiry, check, againstSystem).answer();
        } catch (Refused refused) {
            return notValid(refused, given);
        }
    }

    /** The code cannot be valid, whatever it is, for a reason that lies elsewhere. */
    private ObjectNode notValid(Refused refused, Given given) {
        if (!refused.isInTheAnswer()) {
            throw refused;
        }
        var answer = new Answer().truth("result", false);
        given.concept()
                .ifPresentOrElse(
                        concept -> answer.object("codeableConcept", "CodeableConcept", concept),
                        () -> given.codings().stream()
                                .findFirst()
                                .ifPresent(coding -> answer.text("system", "Uri", coding.system())
                                        .text("code", "Code", coding.code())
                                        .text("version", "String", version(coding))));
        var issues = new Issues();
        refused.issues().forEach(issues::add);
        return answer.text("message", "String", refused.issues().getFirst().text())
                .text("x-caused-by-unknown-system", "Canonical", refused.unknownSystem())
                .resource("issues", issues.outcome())
                .resource();
    }

    private String version(Given.Item coding) {
        return coding.version().isEmpty()
                ? Optional.of(coding.system())
                        .flatMap(system -> scope.system(system, ""))
                        .map(system -> system.id().version())
                        .orElse("")
                : coding.version();
    }
}
