package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.CompiledTerminology.Details;

/**
 * A code as a request names it.
 *
 * @param version of its system; empty when none is named
 * @param display empty when none is given
 */
record Coded(Coding coding, String version, String display) {

    /** The code of {@code coding}, or of {@code code} with the system and the version under these names. */
    static Outcome<Coded> of(Parameters in, String system, String version) {
        if (in.object("coding").isPresent()) {
            return of(in.object("coding").orElseThrow(), "coding");
        }
        if (in.text("code").isEmpty() || in.text(system).isEmpty()) {
            return missing("code", "with " + system + ", or coding, is required");
        }
        return Outcome.of(new Coded(
                new Coding(in.text(system).orElseThrow(), in.text("code").orElseThrow()),
                in.text(version).orElse(""),
                in.text("display").orElse("")));
    }

    /** The codings of {@code codeableConcept}, or the one code. */
    static Outcome<List<Coded>> all(Parameters in, String system, String version) {
        if (in.object("codeableConcept").isEmpty()) {
            return of(in, system, version).map(List::of);
        }
        List<Coded> all = new ArrayList<>();
        for (var coding : in.object("codeableConcept").orElseThrow().path("coding")) {
            switch (of(coding, "codeableConcept.coding")) {
                case Outcome.Success<Coded>(var one) -> all.add(one);
                case Outcome.Failure<Coded>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return all.isEmpty() ? missing("codeableConcept.coding", "is required") : Outcome.of(all);
    }

    static Outcome<Coded> of(JsonNode coding, String at) {
        var system = coding.path("system").asText("");
        var code = coding.path("code").asText("");
        if (system.isEmpty() || code.isEmpty()) {
            return missing(at, "has a system and a code");
        }
        return Outcome.of(new Coded(
                new Coding(system, code),
                coding.path("version").asText(""),
                coding.path("display").asText("")));
    }

    private static <T> Outcome<T> missing(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(at, what))));
    }

    /** The terminology in which the version named here is meant. */
    Outcome<CompiledTerminology> in(CompiledTerminology terminology) {
        return version.isEmpty() ? Outcome.of(terminology) : terminology.pinned(Map.of(coding.system(), version));
    }

    /** Whether the display, if one is given, is a name of the concept; upper case and blanks do not count. */
    boolean isDisplayOf(Details details) {
        var names = Stream.concat(
                Stream.of(details.entry().concept().display()),
                details.entry().designations().stream().map(Designation::value));
        return display.isEmpty() || names.map(Coded::plain).anyMatch(plain(display)::equals);
    }

    private static String plain(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
