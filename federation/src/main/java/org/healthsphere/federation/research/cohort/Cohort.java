package org.healthsphere.federation.research.cohort;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Which patients are meant. A closed language: there is nothing else that a question can say.
 *
 * <p>What is not known does not hold: a criterion about an age, a date or a value is met only if it is certain. {@link Not}
 * ranges over the patients whose consent permits the study.
 */
public sealed interface Cohort {

    record And(List<Cohort> all) implements Cohort {
        public And {
            all = nonEmpty(all);
        }
    }

    record Or(List<Cohort> any) implements Cohort {
        public Or {
            any = nonEmpty(any);
        }
    }

    record Not(Cohort cohort) implements Cohort {}

    /** Completed years of age on a fixed day, never on the day of asking. */
    record Age(LocalDate at, int least, int most) implements Cohort {
        /** No human being is older. */
        public static final int OLDEST = 150;

        public Age {
            if (least < 0 || most > OLDEST || least > most) {
                throw new IllegalArgumentException("ages lie between 0 and " + OLDEST);
            }
        }
    }

    record OfSex(Sex sex) implements Cohort {}

    /**
     * Has records of a kind.
     *
     * @param value what the measured value must be
     * @param when the days within which the record's own date must lie, all of it if it is imprecise
     * @param atLeast how many such records there must be
     */
    record Has(FactType type, Concepts code, Optional<Comparison> value, Optional<Window> when, int atLeast)
            implements Cohort {
        public Has {
            if (atLeast < 1) {
                throw new IllegalArgumentException("at least one record");
            }
        }
    }

    private static List<Cohort> nonEmpty(List<Cohort> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("at least one part");
        }
        return List.copyOf(parts);
    }
}
