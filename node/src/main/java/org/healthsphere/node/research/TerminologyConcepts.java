package org.healthsphere.node.research;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.ConceptSets;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.grammar.CanonicalUnit;

/** The concepts of a question, by this node's terminology. */
public final class TerminologyConcepts implements ConceptSets {
    private final Terminology terminology;

    public TerminologyConcepts(Terminology terminology) {
        this.terminology = terminology;
    }

    @Override
    public Outcome<ConceptSet> isA(Coding ancestor) {
        return terminology
                .descendantsAndSelf(ancestor)
                .map(set -> new Resolved(set::contains, new Sha256(set.digest()), Set.of(ancestor.system())));
    }

    @Override
    public Outcome<ConceptSet> valueSet(String canonical) {
        return terminology.expand(canonical).map(expansion -> {
            Set<Coding> codes =
                    expansion.concepts().stream().map(Concept::coding).collect(Collectors.toUnmodifiableSet());
            var systems = codes.stream().map(Coding::system).collect(Collectors.toUnmodifiableSet());
            return new Resolved(codes::contains, new Sha256(expansion.digest()), systems);
        });
    }

    @Override
    public Optional<Scale> unit(String code) {
        return CanonicalUnit.of(code)
                .map(unit -> new Scale(unit.unit(), unit.factor(), unit.offset().multiply(unit.factor())));
    }

    private record Resolved(Predicate<Coding> members, Sha256 digest, Set<String> systems) implements ConceptSet {
        @Override
        public boolean contains(Coding code) {
            return members.test(code);
        }
    }
}
