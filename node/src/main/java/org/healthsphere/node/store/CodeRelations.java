package org.healthsphere.node.store;

import java.util.function.Predicate;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What a search asks of a terminology service, in its own words: which codes a modifier means. */
public interface CodeRelations {
    /** A server without terminology: every such modifier is refused. */
    CodeRelations NONE = new CodeRelations() {
        @Override
        public Outcome<Predicate<Coding>> in(String valueSet) {
            return Outcome.failed(new Fault.NotFound("terminology"));
        }

        @Override
        public Outcome<Predicate<Coding>> below(Coding code) {
            return in("");
        }

        @Override
        public Outcome<Predicate<Coding>> above(Coding code) {
            return in("");
        }
    };

    /** The codes of a value set, by its canonical URL. */
    Outcome<Predicate<Coding>> in(String valueSet);

    /** The code, and all that it subsumes. */
    Outcome<Predicate<Coding>> below(Coding code);

    /** The code, and all that subsume it. */
    Outcome<Predicate<Coding>> above(Coding code);
}
