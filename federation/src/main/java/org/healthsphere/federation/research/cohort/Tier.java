package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How much protection an answer keeps, and how much approval it therefore needs. */
public enum Tier {
    /** A public catalogue: precomputed, with noise. */
    T0,
    /** A registered researcher, answered without a human being: with noise only. */
    T1,
    /** An approved study: with noise, or exact under disclosure control. */
    T2,
    /** Care and public-health emergencies: exact, logged. */
    T3;

    private static final Map<String, Tier> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Tier::name, Function.identity()));

    public static Map<String, Tier> byName() {
        return BY_NAME;
    }
}
