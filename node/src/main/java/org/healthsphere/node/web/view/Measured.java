package org.healthsphere.node.web.view;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A value with its unit, as it shall be read.
 *
 * @param range the reference range in words
 * @param amounts the same as numbers, where it is numbers: one, or one for each part
 */
public record Measured(String text, Mark mark, Optional<String> range, List<Amount> amounts) {
    public Measured {
        amounts = List.copyOf(amounts);
    }

    /** What is no number. */
    public Measured(String text, Mark mark, Optional<String> range) {
        this(text, mark, range, List.of());
    }

    /** How the value lies to its reference range. */
    public enum Mark {
        NONE,
        NORMAL,
        LOW,
        HIGH
    }

    /**
     * A number that can be drawn.
     *
     * @param part which part of the whole it is; empty: it is the whole
     * @param low where the reference range begins
     * @param high where it ends
     */
    public record Amount(
            String part, BigDecimal value, String unit, Optional<BigDecimal> low, Optional<BigDecimal> high) {
        @Override
        public String toString() {
            return "Amount[REDACTED]";
        }
    }
}
