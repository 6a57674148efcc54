package org.healthsphere.federation.research.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort.Has;

/** A column that a study makes of the records of each patient of its cohort. What is not certain is missing. */
public sealed interface Variable {
    String name();

    /** The criteria whose concepts the terminology must know. */
    Stream<Has> criteria();

    /** A number, with the bounds that it is cut to, and the inner edges by which it is sorted into classes. */
    sealed interface Numeric extends Variable {
        Range range();
    }

    /** One of several levels, the first of which is the one that others are compared with. */
    sealed interface Levelled extends Variable {
        List<String> levels();
    }

    /**
     * Between which bounds a number lies; what lies beyond counts as the bound.
     *
     * @param edges inner edges of classes, increasing, strictly between the bounds; none for a number that is not classed
     */
    record Range(double low, double high, List<Double> edges) {
        public Range {
            edges = List.copyOf(edges);
        }

        double within(double value) {
            return Math.min(high, Math.max(low, value));
        }

        int classOf(double value) {
            var number = 0;
            while (number < edges.size() && value >= edges.get(number)) {
                number++;
            }
            return number;
        }
    }

    /** Completed years of age on a day. */
    record Age(String name, LocalDate at, Range range) implements Numeric {
        @Override
        public Stream<Has> criteria() {
            return Stream.empty();
        }
    }

    /** Which of several measurements counts. */
    enum Which {
        FIRST,
        LAST,
        LEAST,
        GREATEST
    }

    /** A measured value in a unit of UCUM. */
    record Value(String name, Has has, String unit, Which which, Range range) implements Numeric {
        @Override
        public Stream<Has> criteria() {
            return Stream.of(has);
        }
    }

    /** How many records there are. */
    record Occurrences(String name, Has has, Range range) implements Numeric {
        @Override
        public Stream<Has> criteria() {
            return Stream.of(has);
        }
    }

    /** Female or male; what is neither, or not known, is missing. */
    record OfSex(String name) implements Levelled {
        @Override
        public List<String> levels() {
            return List.of("female", "male");
        }

        @Override
        public Stream<Has> criteria() {
            return Stream.empty();
        }
    }

    /** Whether there are such records. */
    record Presence(String name, Has has) implements Levelled {
        @Override
        public List<String> levels() {
            return List.of("no", "yes");
        }

        @Override
        public Stream<Has> criteria() {
            return Stream.of(has);
        }
    }

    /** The first of several criteria that holds; where none does, it is missing. */
    record Group(String name, List<Level> of) implements Levelled {
        public Group {
            of = List.copyOf(of);
        }

        /** A level and who has it. */
        public record Level(String name, Has has) {}

        @Override
        public List<String> levels() {
            return of.stream().map(Level::name).toList();
        }

        @Override
        public Stream<Has> criteria() {
            return of.stream().map(Level::has);
        }
    }

    /**
     * In which weeks something began: on a day with such a record, when there was none in some days before. Of each patient the last
     * ones count, so that it is known by how much one patient changes the weeks.
     *
     * @param first the first day of the first week
     * @param number of weeks
     * @param apart so many days without such a record come before a new beginning
     * @param most beginnings of one patient that count
     */
    record Weeks(String name, Has has, LocalDate first, int number, int apart, int most) implements Variable {
        @Override
        public Stream<Has> criteria() {
            return Stream.of(has);
        }
    }

    /**
     * Days from the first record of one kind to the first of another one on that day or later; who has none is followed until a day.
     */
    record Survival(String name, Has start, Has event, LocalDate until) implements Variable {
        @Override
        public Stream<Has> criteria() {
            return Stream.of(start, event);
        }
    }
}
