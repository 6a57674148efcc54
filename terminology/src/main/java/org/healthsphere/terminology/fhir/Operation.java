package org.healthsphere.terminology.fhir;

import java.util.Set;

/** The operations that are answered, and the parameters each takes: any other is refused by name, never ignored. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
public enum Operation {
    LOOKUP(
            "CodeSystem",
            "lookup",
            Set.of("code", "system", "version", "coding", "displayLanguage"),
            Set.of("property")),
    VALIDATE_SYSTEM_CODE(
            "CodeSystem", "validate-code", Set.of("url", "code", "version", "display", "coding"), Set.of()),
    SUBSUMES("CodeSystem", "subsumes", Set.of("codeA", "codeB", "system", "version", "codingA", "codingB"), Set.of()),
    EXPAND(
            "ValueSet",
            "expand",
            Set.of(
                    "url",
                    "valueSet",
                    "valueSetVersion",
                    "filter",
                    "offset",
                    "count",
                    "activeOnly",
                    "includeDesignations",
                    "excludeNested"),
            Set.of()),
    VALIDATE_CODE(
            "ValueSet",
            "validate-code",
            Set.of(
                    "url",
                    "valueSet",
                    "valueSetVersion",
                    "code",
                    "system",
                    "systemVersion",
                    "display",
                    "coding",
                    "codeableConcept"),
            Set.of()),
    TRANSLATE(
            "ConceptMap",
            "translate",
            Set.of(
                    "url",
                    "conceptMapVersion",
                    "code",
                    "system",
                    "coding",
                    "codeableConcept",
                    "targetsystem",
                    "reverse"),
            Set.of());

    private final String type;
    private final String code;
    private final Set<String> parameters;
    private final Set<String> repeatable;

    Operation(String type, String code, Set<String> parameters, Set<String> repeatable) {
        this.type = type;
        this.code = code;
        this.parameters = parameters;
        this.repeatable = repeatable;
    }

    /** The resource type it is asked on. */
    public String type() {
        return type;
    }

    /** Its name, without the dollar sign. */
    public String code() {
        return code;
    }

    /** The path below the base URL. */
    public String path() {
        return type + "/$" + code;
    }

    Set<String> parameters() {
        return parameters;
    }

    Set<String> repeatable() {
        return repeatable;
    }
}
