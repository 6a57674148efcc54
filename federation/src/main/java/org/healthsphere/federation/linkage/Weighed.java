package org.healthsphere.federation.linkage;

import java.util.Optional;
import org.healthsphere.federation.linkage.Resemblance.Grade;

/** A pair, compared: how well it agrees, and by how many bits it speaks for one person. */
record Weighed(int number, Levels levels, double bits) {
    /** A false merge is a safety event: of ten thousand that are certain, one at most is another. */
    private static final double CERTAIN = 0.9999;

    static final double PROBABLE = 0.9;
    private static final double POSSIBLE = 0.01;

    /** Empty when it is certainly another one. */
    Optional<Resemblance> resemblance(String patient, double probability) {
        return probability < POSSIBLE
                ? Optional.empty()
                : Optional.of(new Resemblance(patient, probability, grade(probability)));
    }

    private Grade grade(double probability) {
        if (probability < PROBABLE || isInDoubt()) {
            return Grade.POSSIBLE;
        }
        return probability < CERTAIN || isVague() ? Grade.PROBABLE : Grade.CERTAIN;
    }

    /** What agrees in all else may be a twin, a parent of the same name, a spouse. */
    private boolean isInDoubt() {
        return levels.differ(Field.GIVEN)
                || levels.differ(Field.BIRTH)
                || levels.differ(Field.GENDER)
                || levels.differ(Field.NATIONAL_ID)
                || levels.of(Field.GIVEN) == Field.MISSING
                || levels.of(Field.BIRTH) == Field.MISSING;
    }

    /** Twins can be called nearly alike, and a father and his son of the same name be born one digit apart. */
    private boolean isVague() {
        return !levels.agree(Field.NATIONAL_ID) && (!levels.agree(Field.GIVEN) || levels.of(Field.BIRTH) < 4);
    }
}
