package org.healthsphere.node;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.Terminology.Subsumption;

/** What a search means by {@code :in}, {@code :below} and {@code :above}, told by the terminology of the node. */
record TerminologyCodes(Terminology terminology) implements CodeRelations {
    @Override
    public Outcome<Predicate<Coding>> in(String valueSet) {
        return terminology.expand(valueSet).map(expansion -> {
            Set<Coding> codes = new HashSet<>();
            expansion.concepts().forEach(c -> codes.add(c.coding()));
            return codes::contains;
        });
    }

    @Override
    public Outcome<Predicate<Coding>> below(Coding code) {
        return terminology.descendantsAndSelf(code).map(codes -> codes::contains);
    }

    @Override
    public Outcome<Predicate<Coding>> above(Coding code) {
        return terminology.lookup(code).map(_ -> candidate -> candidate.equals(code) || subsumes(candidate, code));
    }

    private boolean subsumes(Coding candidate, Coding code) {
        return candidate.system().equals(code.system())
                && terminology.subsumes(candidate, code) instanceof Outcome.Success<Subsumption>(var answer)
                && (answer == Subsumption.SUBSUMES || answer == Subsumption.EQUIVALENT);
    }
}
