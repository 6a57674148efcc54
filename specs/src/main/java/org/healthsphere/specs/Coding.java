package org.healthsphere.specs;

/** A code in a code system, as FHIR's Coding has it. */
public record Coding(String system, String code) {
    @Override
    public String toString() {
        return system + "|" + code;
    }
}
