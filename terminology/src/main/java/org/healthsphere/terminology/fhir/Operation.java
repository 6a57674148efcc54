package org.healthsphere.terminology.fhir;

import java.util.HashSet;
import java.util.Set;

/** The operations that are answered, and the parameters each takes: any other is refused by name, never ignored. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
public enum Operation {
    LOOKUP("CodeSystem", "lookup", Set.of("code", "system", "version", "coding", "displayLanguage", "date")),
    VALIDATE_SYSTEM_CODE(
            "CodeSystem",
            "validate-code",
            Set.of("url", "code", "system", "version", "display", "coding", "codeableConcept")),
    SUBSUMES("CodeSystem", "subsumes", Set.of("codeA", "codeB", "system", "version", "codingA", "codingB")),
    EXPAND(
            "ValueSet",
            "expand",
            Set.of("url", "valueSet", "valueSetVersion", "filter", "offset", "count", "includeDefinition")),
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
                    "codeableConcept")),
    BATCH_VALIDATE_CODE("ValueSet", "batch-validate-code", Set.of("url", "valueSet", "valueSetVersion")),
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
                    "reverse",
                    "sourceCode",
                    "sourceSystem",
                    "sourceCoding",
                    "sourceCodeableConcept",
                    "targetCode",
                    "targetCoding",
                    "targetCodeableConcept",
                    "targetSystem")),
    CLOSURE("", "closure", Set.of("name", "concept", "version"));

    private static final Set<String> REPEATABLE = Set.of(
            "property",
            "designation",
            "useSupplement",
            "system-version",
            "check-system-version",
            "force-system-version",
            "default-valueset-version",
            "check-valueset-version",
            "force-valueset-version",
            "tx-resource",
            "validation",
            "concept");

    private final String type;
    private final String code;
    private final Set<String> parameters;

    Operation(String type, String code, Set<String> parameters) {
        this.type = type;
        this.code = code;
        var all = new HashSet<>(parameters);
        all.addAll(How.PARAMETERS);
        this.parameters = Set.copyOf(all);
    }

    /** The resource type it is asked on; empty for one that is asked on the server itself. */
    public String type() {
        return type;
    }

    /** Its name, without the dollar sign. */
    public String code() {
        return code;
    }

    /** The path below the base URL. */
    public String path() {
        return type.isEmpty() ? "$" + code : type + "/$" + code;
    }

    /** Whether the server is another after it: then it is asked by POST only. */
    public boolean changesState() {
        return this == CLOSURE;
    }

    Set<String> parameters() {
        return parameters;
    }

    /** Whether the same question has the same answer as long as what is held is the same: no clock, no memory. */
    boolean isPure() {
        return this != EXPAND && this != CLOSURE;
    }

    static Set<String> repeatable() {
        return REPEATABLE;
    }

    /** Made before the operations are. */
    private static final class How {
        /** How the answer is wanted, which every operation takes. */
        private static final Set<String> PARAMETERS = Set.of(
                "displayLanguage",
                "includeDesignations",
                "includeDefinition",
                "activeOnly",
                "excludeNested",
                "excludeNotForUI",
                "excludePostCoordinated",
                "lenient-display-validation",
                "valueset-membership-only",
                "valueSetMode",
                "versionsMatch",
                "inferSystem",
                "abstract",
                "diagnostics",
                "uuid");
    }
}
