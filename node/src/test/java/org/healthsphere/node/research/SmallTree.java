package org.healthsphere.node.research;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology;

/** A terminology of one branch. */
final class SmallTree implements Terminology {
    static final String VALUE_SET = "https://healthsphere.org/fhir/ValueSet/kidneys";

    private static final Map<String, Set<String>> BELOW = Map.of(
            "type-2-diabetes", Set.of("type-2-diabetes", "type-2-diabetes-kidney"),
            "type-2-diabetes-kidney", Set.of("type-2-diabetes-kidney"));

    @Override
    public Outcome<Concept> lookup(Coding code) {
        return BELOW.containsKey(code.code())
                ? Outcome.of(new Concept(code, "1", code.code(), false))
                : Outcome.failed(new Fault.NotFound("code " + code));
    }

    @Override
    public Outcome<Subsumption> subsumes(Coding a, Coding b) {
        return Outcome.failed(new Fault.Unavailable("not asked for here"));
    }

    @Override
    public Outcome<Validation> validateCode(String valueSet, Coding code) {
        return Outcome.failed(new Fault.Unavailable("not asked for here"));
    }

    @Override
    public Outcome<Expansion> expand(String valueSet) {
        return valueSet.equals(VALUE_SET)
                ? lookup(new Coding(Records.CONDITIONS, "type-2-diabetes-kidney"))
                        .map(concept ->
                                new Expansion(valueSet, Sha256.of("kidneys").hex(), List.of(concept)))
                : Outcome.failed(new Fault.NotFound("value set " + valueSet));
    }

    @Override
    public Outcome<CodeSet> descendantsAndSelf(Coding code) {
        return lookup(code)
                .map(concept -> new Branch(BELOW.getOrDefault(concept.coding().code(), Set.of())));
    }

    @Override
    public Outcome<List<Translation>> translate(Coding source, String targetSystem) {
        return Outcome.of(List.of());
    }

    private record Branch(Set<String> codes) implements CodeSet {
        @Override
        public boolean contains(Coding code) {
            return code.system().equals(Records.CONDITIONS) && codes.contains(code.code());
        }

        @Override
        public int size() {
            return codes.size();
        }

        @Override
        public String digest() {
            return Sha256.of(String.join(",", codes.stream().sorted().toList())).hex();
        }
    }
}
