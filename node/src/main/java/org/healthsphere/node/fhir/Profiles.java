package org.healthsphere.node.fhir;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Holds a resource against the profiles that it claims, and against others: what {@code $validate} asks beyond its structure. */
@FunctionalInterface
public interface Profiles {
    /**
     * What is to be said about the resource; nothing when there is nothing.
     *
     * <p>{@link org.healthsphere.specs.Fault.TooMany}, {@link org.healthsphere.specs.Fault.TooCostly} or {@link
     * org.healthsphere.specs.Fault.Timeout} when it is not looked at now.
     *
     * @param resource that is well-formed and has the structure of FHIR R4
     * @param profiles by their canonical URLs, besides those that it claims
     */
    Outcome<List<Remark>> hold(Bytes resource, List<String> profiles);

    /**
     * One thing that was found.
     *
     * @param at a FHIRPath; empty for the whole
     * @param code of FHIR's IssueType
     */
    record Remark(Severity severity, String code, String at, String words) {}

    /** FHIR's IssueSeverity. */
    enum Severity {
        FATAL("fatal"),
        ERROR("error"),
        WARNING("warning"),
        INFORMATION("information");

        private final String code;

        Severity(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
