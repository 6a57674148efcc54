package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;

/** What the value of a record must be. */
public sealed interface Value permits Comparison, Value.Range, Value.OneOf, Value.Abnormal {

    /**
     * A measured value between two others, both included.
     *
     * @param unit in UCUM
     */
    record Range(BigDecimal from, BigDecimal to, String unit) implements Value {
        public Range {
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("a range ends before it begins");
            }
        }

        Comparison least() {
            return new Comparison(Comparison.Operator.GE, from, unit);
        }

        Comparison most() {
            return new Comparison(Comparison.Operator.LE, to, unit);
        }
    }

    /** A value that is a code, and one of these. */
    record OneOf(Concepts concepts) implements Value {}

    /** Marked as abnormal by whoever reported it, in whichever direction. */
    record Abnormal() implements Value {}
}
