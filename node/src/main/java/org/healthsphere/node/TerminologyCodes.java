package org.healthsphere.node;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.Terminology.Subsumption;

/**
 * What a search means by {@code :in}, {@code :below} and {@code :above}, told by the terminology of the node.
 *
 * @param terminology that is asked first
 * @param published asked for what the first one does not know
 */
record TerminologyCodes(Terminology terminology, Supplier<? extends Terminology> published) implements CodeRelations {
    @Override
    public Outcome<Predicate<Coding>> in(String valueSet) {
        return known(terms -> terms.expand(valueSet)).map(expansion -> {
            Set<Coding> codes = new HashSet<>();
            expansion.concepts().forEach(c -> codes.add(c.coding()));
            return codes::contains;
        });
    }

    @Override
    public Outcome<Predicate<Coding>> below(Coding code) {
        return known(terms -> terms.descendantsAndSelf(code)).map(codes -> codes::contains);
    }

    @Override
    public Outcome<Predicate<Coding>> above(Coding code) {
        return known(terms ->
                terms.lookup(code).map(_ -> candidate -> candidate.equals(code) || subsumes(terms, candidate, code)));
    }

    private static boolean subsumes(Terminology terms, Coding candidate, Coding code) {
        return candidate.system().equals(code.system())
                && terms.subsumes(candidate, code) instanceof Outcome.Success<Subsumption>(var answer)
                && (answer == Subsumption.SUBSUMES || answer == Subsumption.EQUIVALENT);
    }

    private <T> Outcome<T> known(Function<Terminology, Outcome<T>> question) {
        var answer = question.apply(terminology);
        return answer instanceof Outcome.Success<T> ? answer : question.apply(published.get());
    }
}
