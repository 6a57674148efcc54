package org.healthsphere.federation.research.plan;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.cohort.FactSearch;
import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.federation.research.cohort.Selection;
import org.healthsphere.federation.research.cohort.Sex;

/** The columns of a study at one hospital: a number for each patient of its cohort. They never leave it. */
public final class StudyColumns {
    /** What is not there, or not certain. */
    static final double MISSING = Double.NaN;

    private static final int DAYS = 7;

    private final int[] members;
    private final Map<String, double[]> numbers;
    private final Map<String, double[]> events;
    private final Map<String, int[][]> weeks = new HashMap<>();
    private final long[] tokens;

    private StudyColumns(int[] members, Map<String, double[]> numbers, Map<String, double[]> events, long[] tokens) {
        this.members = members;
        this.numbers = numbers;
        this.events = events;
        this.tokens = tokens;
    }

    /** The same, with what tells each patient apart across hospitals. */
    public StudyColumns with(long[] distinct) {
        var columns = new StudyColumns(members, numbers, events, distinct.clone());
        columns.weeks.putAll(weeks);
        return columns;
    }

    long[] tokens() {
        return tokens;
    }

    public static StudyColumns of(StudyPlan plan, Selection selection, FactTable facts) {
        var members = selection.members(plan.cohort(), facts);
        var columns = new StudyColumns(members, new HashMap<>(), new HashMap<>(), new long[0]);
        plan.variables().forEach(variable -> columns.add(variable, new Source(selection, facts)));
        return columns;
    }

    /** Columns that were made elsewhere. */
    static StudyColumns of(int patients, Map<String, double[]> numbers, Map<String, double[]> events) {
        return new StudyColumns(new int[patients], numbers, events, new long[0]);
    }

    /** The same, and weeks in which something began. */
    StudyColumns with(Map<String, int[][]> beginnings) {
        var columns = new StudyColumns(members, numbers, events, tokens);
        columns.weeks.putAll(beginnings);
        return columns;
    }

    /** Which patients of the table of facts belong to the cohort. */
    public int[] members() {
        return members.clone();
    }

    int patients() {
        return members.length;
    }

    /** A number, the place of a level, or a time. */
    double[] numbers(String variable) {
        return Optional.ofNullable(numbers.get(variable)).orElseThrow();
    }

    /** 1 where the time of a survival ends in an event. */
    double[] events(String variable) {
        return Optional.ofNullable(events.get(variable)).orElseThrow();
    }

    /** The weeks, counted from 0, in which something began. */
    int[][] weeks(String variable) {
        return Optional.ofNullable(weeks.get(variable)).orElseThrow();
    }

    private record Source(Selection selection, FactTable facts) {
        FactSearch search(org.healthsphere.federation.research.cohort.Cohort.Has has) {
            return selection.search(has, facts);
        }
    }

    @FunctionalInterface
    private interface Reading {
        double of(PatientFacts patient);
    }

    private void add(Variable variable, Source source) {
        switch (variable) {
            case Variable.Age age -> put(age.name(), source, patient -> age(patient, age));
            case Variable.Value value -> {
                var search = source.search(value.has());
                put(value.name(), source, patient -> measured(patient, value, search));
            }
            case Variable.Occurrences count -> {
                var search = source.search(count.has());
                put(count.name(), source, patient -> count.range().within(occurrences(patient, search)));
            }
            case Variable.OfSex sex -> put(sex.name(), source, StudyColumns::sex);
            case Variable.Presence presence -> {
                var search = source.search(presence.has());
                put(presence.name(), source, patient -> search.holds(patient) ? 1 : 0);
            }
            case Variable.Group group -> {
                var searches = group.of().stream()
                        .map(level -> source.search(level.has()))
                        .toList();
                put(group.name(), source, patient -> first(patient, searches));
            }
            case Variable.Weeks beginnings -> weeks.put(beginnings.name(), weeks(beginnings, source));
            case Variable.Survival survival -> survival(survival, source);
        }
    }

    private void put(String name, Source source, Reading reading) {
        var column = new double[members.length];
        for (var i = 0; i < column.length; i++) {
            column[i] = reading.of(source.facts().patient(members[i]));
        }
        numbers.put(name, column);
    }

    private static double age(PatientFacts patient, Variable.Age age) {
        var oldest = years(patient.bornEarliest(), age.at());
        var youngest = years(patient.bornLatest(), age.at());
        return oldest.isPresent() && oldest.equals(youngest) ? age.range().within(oldest.getAsInt()) : MISSING;
    }

    private static OptionalInt years(int born, LocalDate at) {
        if (born == PatientFacts.NEVER_BEFORE || born == PatientFacts.NEVER_AFTER || born > at.toEpochDay()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Period.between(LocalDate.ofEpochDay(born), at).getYears());
    }

    private static double sex(PatientFacts patient) {
        return switch (patient.sex()) {
            case Sex.FEMALE -> 0;
            case Sex.MALE -> 1;
            case Sex.OTHER, Sex.UNKNOWN -> MISSING;
        };
    }

    private static double first(PatientFacts patient, List<FactSearch> levels) {
        for (var i = 0; i < levels.size(); i++) {
            if (levels.get(i).holds(patient)) {
                return i;
            }
        }
        return MISSING;
    }

    private static double occurrences(PatientFacts patient, FactSearch search) {
        var found = new int[1];
        search.each(patient, _ -> found[0]++);
        return found[0];
    }

    private static double measured(PatientFacts patient, Variable.Value value, FactSearch search) {
        List<Dated> found = new ArrayList<>();
        search.each(
                patient,
                fact -> search.value(patient, fact, value.unit())
                        .ifPresent(number -> found.add(new Dated(patient.earliest(fact), number))));
        return Dated.chosen(found, value.which()).map(value.range()::within).orElse(MISSING);
    }

    /** A measurement of a day; of several on one day the least counts, so that their order does not matter. */
    private record Dated(int day, double number) {
        static Optional<Double> chosen(List<Dated> all, Variable.Which which) {
            return all.stream()
                    .reduce((one, other) -> one.isBefore(other, which) ? one : other)
                    .map(Dated::number);
        }

        private boolean isBefore(Dated other, Variable.Which which) {
            return switch (which) {
                case FIRST -> day < other.day || (day == other.day && number <= other.number);
                case LAST -> day > other.day || (day == other.day && number <= other.number);
                case LEAST -> number <= other.number;
                case GREATEST -> number >= other.number;
            };
        }
    }

    private int[][] weeks(Variable.Weeks variable, Source source) {
        var search = source.search(variable.has());
        return Arrays.stream(members)
                .mapToObj(source.facts()::patient)
                .map(patient -> weeks(variable, days(patient, search)))
                .toArray(int[][]::new);
    }

    /** The days, in their order, for which it is certain that such a record is of that day. */
    private static int[] days(PatientFacts patient, FactSearch search) {
        List<Integer> days = new ArrayList<>();
        search.each(patient, fact -> {
            if (patient.earliest(fact) == patient.latest(fact)) {
                days.add(patient.earliest(fact));
            }
        });
        return days.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    }

    private static int[] weeks(Variable.Weeks variable, int[] days) {
        var first = variable.first().toEpochDay();
        var weeks = IntStream.range(0, days.length)
                .filter(i -> i == 0 || days[i] - days[i - 1] > variable.apart())
                .mapToLong(i -> Math.floorDiv(days[i] - first, DAYS))
                .filter(week -> week >= 0 && week < variable.number())
                .mapToInt(Math::toIntExact)
                .distinct()
                .toArray();
        return Arrays.copyOfRange(weeks, Math.max(0, weeks.length - variable.most()), weeks.length);
    }

    private void survival(Variable.Survival survival, Source source) {
        var starts = source.search(survival.start());
        var ends = source.search(survival.event());
        var times = new double[members.length];
        var seen = new double[members.length];
        for (var i = 0; i < times.length; i++) {
            var patient = source.facts().patient(members[i]);
            var until = survival.until().toEpochDay();
            var start = firstDay(patient, starts, PatientFacts.NEVER_BEFORE);
            if (start.isEmpty() || start.getAsInt() > until) {
                times[i] = MISSING;
                continue;
            }
            var end = firstDay(patient, ends, start.getAsInt());
            seen[i] = end.isPresent() && end.getAsInt() <= until ? 1 : 0;
            times[i] = (seen[i] == 1 ? end.orElseThrow() : until) - start.getAsInt();
        }
        numbers.put(survival.name(), times);
        events.put(survival.name(), seen);
    }

    /** The first day, from one on, for which it is certain that such a record is of that day. */
    private static OptionalInt firstDay(PatientFacts patient, FactSearch search, int from) {
        var first = new int[] {PatientFacts.NEVER_AFTER};
        search.each(patient, fact -> {
            var day = patient.earliest(fact);
            if (day == patient.latest(fact) && day >= from) {
                first[0] = Math.min(first[0], day);
            }
        });
        return first[0] == PatientFacts.NEVER_AFTER ? OptionalInt.empty() : OptionalInt.of(first[0]);
    }

    @Override
    public String toString() {
        return "StudyColumns[REDACTED]";
    }
}
