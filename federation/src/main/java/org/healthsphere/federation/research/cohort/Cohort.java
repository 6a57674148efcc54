package org.healthsphere.federation.research.cohort;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Is known to have died. */
    record Deceased() implements Cohort {}

    /** Lives where postal codes begin with these three characters. */
    record Region(String start) implements Cohort {
        /** How many characters of a postal code are used. */
        public static final int CHARACTERS = 3;

        public Region {
            if (start.length() != CHARACTERS) {
                throw new IllegalArgumentException("a region has " + CHARACTERS + " characters");
            }
        }
    }

    /**
     * Has records of a kind.
     *
     * @param value what its value must be
     * @param when the days within which the record's own date must lie, all of it if it is imprecise
     * @param atLeast how many such records there must be
     */
    record Has(
            FactType type,
            Concepts code,
            Optional<Value> value,
            Optional<Window> when,
            int atLeast,
            Circumstances circumstances)
            implements Cohort {
        public Has {
            if (atLeast < 1) {
                throw new IllegalArgumentException("at least one record");
            }
        }

        /** In whichever circumstances. */
        public Has(
                FactType type,
                Concepts code,
                Optional<? extends Value> value,
                Optional<Window> when,
                int atLeast) {
            this(type, code, value.map(Function.identity()), when, atLeast, Circumstances.ANY);
        }

        /** All that a terminology must say of it. */
        Stream<Concepts> concepts() {
            return Stream.concat(
                    Stream.of(code), value.stream().flatMap(sought -> sought instanceof Value.OneOf(var concepts)
                            ? Stream.of(concepts)
                            : Stream.empty()));
        }
    }

    /**
     * What else must hold of a record.
     *
     * @param status one of these, where there are any
     * @param within another record that it is part of: the whole of which it is a component, or the encounter that it belongs to
     */
    record Circumstances(Set<String> status, Optional<Has> within) {
        public static final Circumstances ANY = new Circumstances(Set.of(), Optional.empty());

        public Circumstances {
            status = Set.copyOf(status);
        }
    }

    /** At least so many of these hold, each of which counts by itself. */
    record AtLeast(int number, List<Cohort> of) implements Cohort {
        public AtLeast {
            of = nonEmpty(of);
            if (number < 1 || number > of.size()) {
                throw new IllegalArgumentException("from one to all of the parts");
            }
        }
    }

    /** Completed years of age on the day of a record. */
    record AgeAt(Event event, int least, int most) implements Cohort {
        public AgeAt {
            var _ = new Age(LocalDate.EPOCH, least, most);
        }
    }

    /**
     * A record and, so many days after or before it, as many of another kind as that asks for. With a gap of no days one record may be both.
     *
     * @param least days between the two; below 0 where the other record comes before
     * @param most days between the two
     */
    record Sequence(Event first, Has then, int least, int most) implements Cohort {
        /** A hundred years. */
        public static final int LONGEST = 36_525;

        public Sequence {
            if (least < -LONGEST || least > most || most > LONGEST) {
                throw new IllegalArgumentException("days lie between -" + LONGEST + " and " + LONGEST);
            }
        }
    }

    /** A day in somebody's life: that of the first, the last or any one of some records. */
    record Event(Has has, Which which) {}

    /** Which of several records is meant; where one of them has no certain day, neither the first nor the last one has. */
    enum Which {
        FIRST,
        LAST,
        ANY;

        private static final Map<String, Which> BY_CODE =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Which::code, Function.identity()));

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Map<String, Which> byCode() {
            return BY_CODE;
        }
    }

    /** Every criterion about records that occurs in it. */
    default Stream<Has> records() {
        return switch (this) {
            case And(var all) -> all.stream().flatMap(Cohort::records);
            case Or(var any) -> any.stream().flatMap(Cohort::records);
            case AtLeast atLeast -> atLeast.of().stream().flatMap(Cohort::records);
            case Not(var inner) -> inner.records();
            case Has has ->
                Stream.concat(Stream.of(has), has.circumstances().within().stream().flatMap(Cohort::records));
            case AgeAt age -> age.event().has().records();
            case Sequence sequence ->
                Stream.concat(sequence.first().has().records(), sequence.then().records());
            case Age _, OfSex _, Deceased _, Region _ -> Stream.empty();
        };
    }

    private static List<Cohort> nonEmpty(List<Cohort> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("at least one part");
        }
        return List.copyOf(parts);
    }
}
