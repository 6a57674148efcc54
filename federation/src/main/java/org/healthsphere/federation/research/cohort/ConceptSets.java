package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What the terminology of this node makes of the codes in a question. Unknown concepts are a fault, never an empty set. */
public interface ConceptSets {
    /** The code and everything below it. */
    Outcome<ConceptSet> isA(Coding ancestor);

    /** The codes of a value set, by its canonical URL with {@code |version} or without. */
    Outcome<ConceptSet> valueSet(String canonical);

    /** What a unit of UCUM comes to in base units; empty when it is none, or none that is a multiple of others. */
    default Optional<Scale> unit(String code) {
        return Optional.empty();
    }

    /**
     * How an amount is converted: times the factor, plus the offset. Amounts whose bases are equal can be compared.
     *
     * @param base in base units
     */
    record Scale(String base, BigDecimal factor, BigDecimal offset) {
        BigDecimal toBase(BigDecimal value) {
            return value.multiply(factor).add(offset);
        }

        BigDecimal fromBase(BigDecimal value) {
            return value.subtract(offset).divide(factor, MathContext.DECIMAL64);
        }
    }

    /** A set of codes; sets of equal digest MUST have the same members, on every node. */
    interface ConceptSet {
        boolean contains(Coding code);

        Sha256 digest();

        /** The code systems of its codes. */
        Set<String> systems();
    }
}
