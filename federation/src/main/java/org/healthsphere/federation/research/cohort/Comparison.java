package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a measured value must be.
 *
 * @param unit in UCUM
 */
public record Comparison(Operator operator, BigDecimal value, String unit) implements Value {

    /** How the measured value stands to the one in the question. */
    public enum Operator {
        LT,
        LE,
        GE,
        GT;

        private static final Map<String, Operator> BY_CODE =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::code, Function.identity()));

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Map<String, Operator> byCode() {
            return BY_CODE;
        }
    }

    /**
     * Whether every value that a measurement stands for satisfies the operator, given how its number compares to the
     * threshold. A laboratory's "over 14" satisfies "over 8"; its "over 5" does not, since 6 would be over 5, too.
     */
    static boolean certain(Operator operator, Bound bound, int sign) {
        return switch (bound) {
            case EXACT -> exact(operator, sign);
            case AT_MOST -> below(operator) && exact(operator, sign);
            case LESS -> below(operator) && sign <= 0;
            case AT_LEAST -> !below(operator) && exact(operator, sign);
            case GREATER -> !below(operator) && sign >= 0;
        };
    }

    private static boolean below(Operator operator) {
        return operator == Operator.LT || operator == Operator.LE;
    }

    private static boolean exact(Operator operator, int sign) {
        return switch (operator) {
            case LT -> sign < 0;
            case LE -> sign <= 0;
            case GE -> sign >= 0;
            case GT -> sign > 0;
        };
    }
}
