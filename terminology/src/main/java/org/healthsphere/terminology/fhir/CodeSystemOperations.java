package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.CompiledTerminology.Details;

/** {@code $lookup}, {@code $validate-code} and {@code $subsumes} of CodeSystem. */
final class CodeSystemOperations {
    private final CompiledTerminology terminology;

    CodeSystemOperations(CompiledTerminology terminology) {
        this.terminology = terminology;
    }

    Outcome<ObjectNode> lookup(Parameters in) {
        var wanted = Set.copyOf(in.texts("property"));
        return Coded.of(in, "system", "version")
                .then(coded -> coded.in(terminology).then(pinned -> pinned.details(coded.coding())))
                .map(details -> lookup(details, in.text("displayLanguage").orElse(""), wanted));
    }

    private static ObjectNode lookup(Details details, String language, Set<String> wanted) {
        var concept = details.entry().concept();
        var answer = new Answer()
                .text("name", "String", details.system())
                .text("version", "String", concept.version())
                .text("display", "String", details.display(language))
                .text("system", "Uri", concept.coding().system())
                .text("code", "Code", concept.coding().code())
                .text("definition", "String", details.definition())
                .truth("abstract", details.entry().notSelectable());
        details.entry().designations().forEach(name -> Designations.part(answer.parts("designation"), name));
        if (isWanted("inactive", wanted)) {
            property(answer, "inactive", "boolean", Boolean.toString(concept.inactive()));
        }
        if (isWanted("parent", wanted)) {
            details.parents().forEach(code -> property(answer, "parent", "code", code));
        }
        if (isWanted("child", wanted)) {
            details.children().forEach(code -> property(answer, "child", "code", code));
        }
        details.values().forEach((declared, values) -> {
            if (isWanted(declared.code(), wanted) && !declared.code().equals("inactive")) {
                values.forEach(value -> property(answer, declared, value));
            }
        });
        return answer.resource();
    }

    private static boolean isWanted(String property, Set<String> wanted) {
        return wanted.isEmpty() || wanted.contains(property) || wanted.contains("*");
    }

    private static void property(Answer answer, Property declared, String value) {
        property(answer, declared.code(), declared.type(), value);
    }

    private static void property(Answer answer, String code, String type, String value) {
        var parts = answer.parts("property");
        Answer.add(parts, "code").put("valueCode", code);
        var into = Answer.add(parts, "value");
        switch (type) {
            case "boolean" -> into.put("valueBoolean", Boolean.parseBoolean(value));
            case "integer" -> into.put("valueInteger", Integer.parseInt(value));
            case "code" -> into.put("valueCode", value);
            case "Coding" -> {
                var bar = value.indexOf('|');
                Answer.coding(
                        into.putObject("valueCoding"),
                        new Coding(value.substring(0, bar), value.substring(bar + 1)),
                        "");
            }
            default -> into.put("valueString", value);
        }
    }

    Outcome<ObjectNode> validateCode(Parameters in) {
        return Coded.of(in, "url", "version")
                .then(coded -> coded.in(terminology)
                        .then(pinned -> systemIsHeld(pinned, in, coded).map(_ -> validate(pinned, coded))));
    }

    /** A code of another system than the one named would be judged by the wrong list. */
    private static Outcome<CompiledTerminology> systemIsHeld(CompiledTerminology pinned, Parameters in, Coded coded) {
        if (!in.text("url")
                .orElse(coded.coding().system())
                .equals(coded.coding().system())) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("url", "is not the system of the coding"))));
        }
        return pinned.holdsSystem(coded.coding().system())
                ? Outcome.of(pinned)
                : Outcome.failed(
                        new Fault.NotFound("code system " + coded.coding().system()));
    }

    private static ObjectNode validate(CompiledTerminology pinned, Coded coded) {
        return switch (pinned.details(coded.coding())) {
            case Outcome.Success<Details>(var details) ->
                validated(coded, details).resource();
            case Outcome.Failure<Details> _ ->
                new Answer()
                        .truth("result", false)
                        .text("message", "String", "There is no code '" + coded.coding() + "' here.")
                        .resource();
        };
    }

    /** The answer for a code that exists: right, unless a display was given that is none of its names. */
    static Answer validated(Coded coded, Details details) {
        var concept = details.entry().concept();
        var right = coded.isDisplayOf(details);
        var wrong = "'" + coded.display() + "' is not a display of '" + concept.coding() + "'; '" + concept.display()
                + "' is.";
        return new Answer()
                .truth("result", right)
                .text("message", "String", right ? "" : wrong)
                .text("display", "String", concept.display())
                .text("system", "Uri", concept.coding().system())
                .text("version", "String", concept.version())
                .text("code", "Code", concept.coding().code());
    }

    Outcome<ObjectNode> subsumes(Parameters in) {
        return pair(in).then(pair -> pinned(in, pair.a().system())
                .then(terminologyMeant -> terminologyMeant.subsumes(pair.a(), pair.b()))
                .map(how -> new Answer()
                        .text(
                                "outcome",
                                "Code",
                                how.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .resource()));
    }

    private Outcome<CompiledTerminology> pinned(Parameters in, String system) {
        return in.text("version")
                .map(version -> terminology.pinned(Map.of(system, version)))
                .orElse(Outcome.of(terminology));
    }

    private static Outcome<Pair> pair(Parameters in) {
        if (in.object("codingA").isPresent() && in.object("codingB").isPresent()) {
            return Coded.of(in.object("codingA").orElseThrow(), "codingA")
                    .then(a -> Coded.of(in.object("codingB").orElseThrow(), "codingB")
                            .map(b -> new Pair(a.coding(), b.coding())));
        }
        var system = in.text("system").orElse("");
        var a = in.text("codeA").orElse("");
        var b = in.text("codeB").orElse("");
        return system.isEmpty() || a.isEmpty() || b.isEmpty()
                ? Outcome.failed(new Fault.Invalid("system, codeA and codeB, or codingA and codingB, are required"))
                : Outcome.of(new Pair(new Coding(system, a), new Coding(system, b)));
    }

    private record Pair(Coding a, Coding b) {}
}
