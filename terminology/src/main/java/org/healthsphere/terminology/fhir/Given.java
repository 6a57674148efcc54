package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be validated, and how the request gave it.
 *
 * @param concept the CodeableConcept, when that is what was given
 */
record Given(Form form, List<Item> codings, Optional<JsonNode> concept) {
    private static final String MISSING =
            "Unable to find code to validate (looked for coding | codeableConcept | code+system | code+inferSystem in parameters";

    Given {
        codings = List.copyOf(codings);
    }

    /** The code to judge against a value set. */
    static Given forValueSet(Parameters in, Asked asked) {
        return of(in, in.text("system").orElse(""), in.text("systemVersion").orElse(""), asked.is("inferSystem"));
    }

    /** The code to judge against its code system. */
    static Given forCodeSystem(Parameters in) {
        var system = in.text("url").or(() -> in.text("system")).orElse("");
        return of(in, system, in.text("version").orElse(""), false);
    }

    private static Given of(Parameters in, String system, String version, boolean infer) {
        var concept = in.object("codeableConcept");
        if (concept.isPresent()) {
            List<Item> codings = new ArrayList<>();
            concept.orElseThrow().path("coding").forEach(coding -> codings.add(Item.of(coding)));
            return new Given(Form.CODEABLE_CONCEPT, codings, concept);
        }
        var coding = in.object("coding");
        if (coding.isPresent()) {
            return new Given(Form.CODING, List.of(Item.of(coding.orElseThrow())), Optional.empty());
        }
        if (in.text("code").isEmpty() || (system.isEmpty() && !infer)) {
            throw Refused.request(400, Issues.plain(Issue.Severity.ERROR, "invalid", MISSING));
        }
        var item = new Item(
                system,
                version,
                in.text("code").orElseThrow(),
                in.text("display").orElse(""));
        return new Given(Form.CODE, List.of(item), Optional.empty());
    }

    boolean isConcept() {
        return form == Form.CODEABLE_CONCEPT;
    }

    /** Where the coding stands, for issues. */
    String at(int index) {
        return switch (form) {
            case CODE -> "";
            case CODING -> "Coding";
            case CODEABLE_CONCEPT -> "CodeableConcept.coding[" + index + "]";
        };
    }

    static String below(String at, String element) {
        return at.isEmpty() ? element : at + "." + element;
    }

    enum Form {
        CODE,
        CODING,
        CODEABLE_CONCEPT
    }

    /** One coding; what is not stated is empty. */
    record Item(String system, String version, String code, String display) {
        static Item of(JsonNode coding) {
            return new Item(
                    coding.path("system").asText(""),
                    coding.path("version").asText(""),
                    coding.path("code").asText(""),
                    coding.path("display").asText(""));
        }

        Item in(String otherSystem) {
            return new Item(otherSystem, version, code, display);
        }

        /** For a reader, with quotes. */
        String text() {
            var where = version.isEmpty() ? system : system + "|" + version;
            return "'" + where + "#" + code + (display.isEmpty() ? "" : " ('" + display + "')") + "'";
        }
    }
}
