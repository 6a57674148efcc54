package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The administrative gender of a Patient, in the codes of FHIR; not stated counts as {@link #UNKNOWN}. */
public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN;

    private static final Map<String, Sex> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Sex::code, Function.identity()));

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Map<String, Sex> byCode() {
        return BY_CODE;
    }
}
