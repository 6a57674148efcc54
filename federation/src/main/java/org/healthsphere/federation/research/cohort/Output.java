package org.healthsphere.federation.research.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is asked about the cohort. Each patient falls into exactly one cell, so one epsilon pays for all of them. */
public sealed interface Output {

    /** How many patients there are. */
    record Count() implements Output {}

    /** How many patients of each sex. */
    record BySex() implements Output {}

    /** How many patients in each decade of age on that day; the decades are fixed, free edges would be a means of attack. */
    record ByAge(LocalDate at) implements Output {}

    /**
     * At which criterion patients drop out, of those that must all hold: each at the first that he does not meet, in their order; the last cell
     * are those who meet all.
     *
     * @param steps how many criteria there are
     */
    record Flow(int steps) implements Output {
        /** The criteria that must all hold, in the order of the cohort's one spelling. */
        static List<Cohort> steps(Cohort cohort) {
            return NormalForm.of(cohort) instanceof Cohort.And(var all) ? all : List.of(NormalForm.of(cohort));
        }

        static Flow of(Cohort cohort) {
            return new Flow(steps(cohort).size());
        }
    }

    /** The names of the cells, in the order of the numbers. */
    default List<String> cells() {
        return switch (this) {
            case Count _ -> List.of("count");
            case BySex _ -> Arrays.stream(Sex.values()).map(Sex::code).toList();
            case ByAge _ -> AgeBands.names();
            case Flow(var steps) ->
                Stream.concat(IntStream.rangeClosed(1, steps).mapToObj(step -> "leaves-at-" + step), Stream.of("stays"))
                        .toList();
        };
    }

    /** Decades of age, the last one open; and those whose decade is not certain. */
    final class AgeBands {
        static final int YEARS = 10;
        static final int COUNT = 10;
        static final int UNKNOWN = COUNT;

        private AgeBands() {}

        static List<String> names() {
            List<String> names = new ArrayList<>();
            for (var band = 0; band < COUNT - 1; band++) {
                names.add(band * YEARS + "-" + (band * YEARS + YEARS - 1));
            }
            names.add((COUNT - 1) * YEARS + "+");
            names.add("unknown");
            return List.copyOf(names);
        }

        /** The ages of a band: the first, and the first of the next one. */
        static int first(int band) {
            return band * YEARS;
        }

        static int last(int band) {
            return band == COUNT - 1 ? Cohort.Age.OLDEST : band * YEARS + YEARS - 1;
        }
    }
}
