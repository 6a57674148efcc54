package org.healthsphere.federation.research.cohort;

import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A terminology of two small trees and one value set. */
public final class SmallTerminology implements ConceptSets {
    public static final String CONDITIONS = "https://healthsphere.org/fhir/CodeSystem/conditions";
    public static final String LABORATORY = "https://healthsphere.org/fhir/CodeSystem/laboratory";
    public static final String VALUE_SET = "https://healthsphere.org/fhir/ValueSet/lungs";

    /** The expression that means the same as the value set. */
    public static final String EXPRESSION = "<< 195967001";

    private static final String LUNGS = "http://snomed.info/sct?fhir_vs=ecl/%3C%3C%20195967001";

    private static final Map<String, Set<String>> BELOW = Map.of(
            "diabetes", Set.of("diabetes", "type-1-diabetes", "type-2-diabetes", "type-2-with-nephropathy"),
            "type-2-diabetes", Set.of("type-2-diabetes", "type-2-with-nephropathy"),
            "type-1-diabetes", Set.of("type-1-diabetes"),
            "type-2-with-nephropathy", Set.of("type-2-with-nephropathy"),
            "asthma", Set.of("asthma"));

    @Override
    public Outcome<ConceptSet> isA(Coding ancestor) {
        return ancestor.system().equals(CONDITIONS) && BELOW.containsKey(ancestor.code())
                ? Outcome.of(new Codes(BELOW.getOrDefault(ancestor.code(), Set.of())))
                : Outcome.failed(new Fault.NotFound("concept " + ancestor));
    }

    @Override
    public Outcome<ConceptSet> valueSet(String canonical) {
        return canonical.equals(VALUE_SET) || canonical.equals(LUNGS)
                ? Outcome.of(new Codes(Set.of("asthma")))
                : Outcome.failed(new Fault.NotFound("value set " + canonical));
    }

    private record Codes(Set<String> codes) implements ConceptSet {
        @Override
        public boolean contains(Coding code) {
            return code.system().equals(CONDITIONS) && codes.contains(code.code());
        }

        @Override
        public Set<String> systems() {
            return Set.of(CONDITIONS);
        }

        @Override
        public Sha256 digest() {
            return Sha256.of(String.join(",", codes.stream().sorted().toList()));
        }
    }
}
