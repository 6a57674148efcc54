package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

/** {@code $lookup}: everything that is held about a code. */
final class LookupOperation {
    private final Scope scope;
    private final Parameters in;
    private final Set<String> wanted;

    LookupOperation(Scope scope, Parameters in) {
        this.scope = scope;
        this.in = in;
        this.wanted = Set.copyOf(in.texts("property"));
    }

    ObjectNode answer() {
        var coding = coding();
        var system = scope.system(coding.system(), coding.version()).orElseThrow(() -> unknown(coding));
        scope.supplementsAreThere();
        var concept = system.find(coding.code());
        if (concept == SystemView.NONE) {
            throw unknown(system, coding.code());
        }
        return written(system, concept);
    }

    private Given.Item coding() {
        var coding = in.object("coding");
        if (coding.isPresent()) {
            return Given.Item.of(coding.orElseThrow());
        }
        if (in.text("code").isEmpty() || in.text("system").isEmpty()) {
            throw Refused.request(
                    400, Issues.plain(Severity.ERROR, "invalid", "code with system, or coding, is required"));
        }
        return new Given.Item(
                in.text("system").orElseThrow(),
                in.text("version").orElse(""),
                in.text("code").orElseThrow(),
                "");
    }

    private Refused unknown(Given.Item coding) {
        var blame = UnknownSystem.of(scope, coding.system(), coding.version());
        return Refused.request(404, blame.issue(""));
    }

    private ObjectNode written(SystemView system, int concept) {
        var names = Names.of(system, concept);
        var shown = names.preferred(scope.asked().languages()).or(() -> names.preferred(Optional.empty()));
        var name = system.facts().standing().name();
        var answer = new Answer()
                .text("name", "String", name.isEmpty() ? system.title() : name)
                .text("version", "String", system.id().version())
                .text("display", "String", shown.map(Names.Term::value).orElse(system.code(concept)))
                .text("system", "Uri", system.id().url())
                .text("code", "Code", system.code(concept))
                .text("definition", "String", system.definition(concept))
                .truth("abstract", system.isAbstract(concept));
        if (isWanted("designation")) {
            names.all().forEach(term -> Designations.part(answer.parts("designation"), term));
        }
        properties(system, concept, answer);
        system.supplements().forEach(used -> answer.text("used-supplement", "Canonical", used.toString()));
        return answer.resource();
    }

    private void properties(SystemView system, int concept, Answer answer) {
        if (isWanted("inactive")) {
            property(answer, "inactive", "Boolean", Boolean.toString(system.isInactive(concept)));
        }
        if (isWanted("parent")) {
            system.parents(concept).forEach(parent -> relative(answer, "parent", system, parent));
        }
        if (isWanted("child")) {
            system.children(concept).forEach(child -> relative(answer, "child", system, child));
        }
        for (var value : system.properties(concept)) {
            var property = value.property();
            if (isWanted(property.code()) && !property.code().equals("inactive")) {
                property(answer, property.code(), Values.suffix(property.type()), value.value());
            }
        }
    }

    private boolean isWanted(String property) {
        return wanted.isEmpty() || wanted.contains(property) || wanted.contains("*");
    }

    private static void property(Answer answer, String code, String type, String value) {
        var parts = answer.parts("property");
        Answer.add(parts, "code").put("valueCode", code);
        Values.put(Answer.add(parts, "value"), type, value);
    }

    private static void relative(Answer answer, String kind, SystemView system, int relative) {
        var parts = answer.parts("property");
        Answer.add(parts, "code").put("valueCode", kind);
        Answer.add(parts, "value").put("valueCode", system.code(relative));
        var display = system.display(relative);
        Optional.of(display)
                .filter(name -> !name.isEmpty())
                .or(() -> Names.of(system, relative).preferred(Optional.empty()).map(Names.Term::value))
                .ifPresent(name -> Answer.add(parts, "description").put("valueString", name));
    }

    /** Both codes of {@code $subsumes} must exist: of one that does not, nothing is said. */
    static ObjectNode subsumes(Scope scope, Parameters in) {
        var a = coding(in, "codingA", "codeA");
        var b = coding(in, "codingB", "codeB");
        if (!a.system().equals(b.system())) {
            throw Refused.request(
                    400,
                    Issues.plain(Severity.ERROR, "invalid", "two codes of one system can be compared, not of two"));
        }
        var version = in.text("version").orElse(a.version());
        var system = scope.system(a.system(), version)
                .orElseThrow(() -> Refused.request(
                        404, UnknownSystem.of(scope, a.system(), version).issue("")));
        var first = find(system, a.code());
        var second = find(system, b.code());
        return new Answer()
                .text("outcome", "Code", outcome(system, first, second))
                .resource();
    }

    private static Refused unknown(SystemView system, String code) {
        var id = system.id();
        var message = id.hasVersion() ? Message.UNKNOWN_CODE_IN_VERSION : Message.UNKNOWN_CODE;
        return Refused.request(404, Issue.error(Kind.NOT_FOUND, "", message, code, id.url(), id.version()));
    }

    private static String outcome(SystemView system, int first, int second) {
        if (first == second) {
            return "equivalent";
        }
        if (system.isAbove(first, second)) {
            return "subsumes";
        }
        return system.isAbove(second, first) ? "subsumed-by" : "not-subsumed";
    }

    private static int find(SystemView system, String code) {
        var concept = system.find(code);
        if (concept == SystemView.NONE) {
            throw unknown(system, code);
        }
        return concept;
    }

    private static Given.Item coding(Parameters in, String coding, String code) {
        var given = in.object(coding);
        if (given.isPresent()) {
            return Given.Item.of(given.orElseThrow());
        }
        if (in.text("system").isEmpty() || in.text(code).isEmpty()) {
            throw Refused.request(
                    400,
                    Issues.plain(
                            Severity.ERROR,
                            "invalid",
                            "system, codeA and codeB, or codingA and codingB, are required"));
        }
        return new Given.Item(in.text("system").orElseThrow(), "", in.text(code).orElseThrow(), "");
    }
}
