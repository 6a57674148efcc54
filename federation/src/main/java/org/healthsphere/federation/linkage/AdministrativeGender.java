package org.healthsphere.federation.linkage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** FHIR's AdministrativeGender: the only thing that is said in clear about a patient who is looked for. */
public enum AdministrativeGender {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AdministrativeGender> of(String code) {
        return Arrays.stream(values())
                .filter(gender -> gender.code().equals(code))
                .findFirst();
    }

    /** Whether two records that say this and that are hardly of one person. */
    boolean contradicts(AdministrativeGender other) {
        return (this == MALE && other == FEMALE) || (this == FEMALE && other == MALE);
    }
}
