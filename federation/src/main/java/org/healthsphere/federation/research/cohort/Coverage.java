package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How much of a hospital's records of a type says what it says in a code system, coarsely. Where local codes are not mapped, a criterion in that
 * system finds too few.
 */
public record Coverage(FactType type, String system, Mapped mapped) implements Comparable<Coverage> {
    private static final Comparator<Coverage> BY_NAME =
            Comparator.comparing(Coverage::type).thenComparing(Coverage::system);

    /** A share of records, about. */
    public enum Mapped {
        /** There are too few patients with such records to tell. */
        UNKNOWN,
        /** Up to about a half. */
        FEW,
        /** More than about a half. */
        MANY,
        /** More than about five in six. */
        MOST;

        private static final Map<String, Mapped> BY_CODE =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Mapped::code, Function.identity()));

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Map<String, Mapped> byCode() {
            return BY_CODE;
        }
    }

    @Override
    public int compareTo(Coverage other) {
        return BY_NAME.compare(this, other);
    }
}
