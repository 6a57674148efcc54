package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.specs.Coding;

/** The language read aloud: slow, and sharing no line with the evaluator that it checks. */
final class NaiveEvaluator {
    private static final Map<String, Set<String>> TREE = Map.of(
            "diabetes", Set.of("diabetes", "type-1-diabetes", "type-2-diabetes", "type-2-with-nephropathy"),
            "type-2-diabetes", Set.of("type-2-diabetes", "type-2-with-nephropathy"));

    private NaiveEvaluator() {}

    static List<Long> evaluate(CohortQuery query, List<Person> people) {
        var output = query.body().output();
        var cells = new long[output.cells().size()];
        people.stream()
                .filter(person -> holds(query.body().cohort(), person))
                .forEach(person -> cells[cell(output, person)]++);
        return Arrays.stream(cells).boxed().toList();
    }

    private static int cell(Output output, Person person) {
        return switch (output) {
            case Output.Flow _ -> throw new IllegalArgumentException("a flow is checked against counts");
            case Output.Count _ -> 0;
            case Output.BySex _ ->
                List.of("male", "female", "other", "unknown")
                        .indexOf(person.sex().code());
            case Output.ByAge(var at) -> {
                var oldest = years(person.bornEarliest(), at);
                var youngest = years(person.bornLatest(), at);
                yield youngest < 0 || band(oldest) != band(youngest) ? 10 : band(oldest);
            }
        };
    }

    private static int band(int years) {
        return years > 150 ? -1 : Math.min(years / 10, 9);
    }

    private static int years(int born, LocalDate at) {
        return born == PatientFacts.NEVER_BEFORE
                ? 10_000
                : born == PatientFacts.NEVER_AFTER
                        ? -1
                        : Period.between(LocalDate.ofEpochDay(born), at).isNegative()
                                ? -1
                                : Period.between(LocalDate.ofEpochDay(born), at).getYears();
    }

    private static boolean holds(Cohort cohort, Person person) {
        return switch (cohort) {
            case Cohort.And(var all) -> all.stream().allMatch(part -> holds(part, person));
            case Cohort.Or(var any) -> any.stream().anyMatch(part -> holds(part, person));
            case Cohort.Not(var inner) -> !holds(inner, person);
            case Cohort.OfSex(var sex) -> person.sex() == sex;
            case Cohort.Deceased _ -> person.deceased();
            case Cohort.Region(var start) -> person.regions().contains(start);
            case Cohort.Age(var at, var least, var most) ->
                years(person.bornLatest(), at) >= least
                        && years(person.bornLatest(), at) <= most
                        && years(person.bornEarliest(), at) <= most;
            case Cohort.Has has ->
                person.facts().stream()
                                .filter(fact -> matches(has, fact, person))
                                .count()
                        >= has.atLeast();
            case Cohort.AtLeast(var number, var of) -> {
                var held = 0;
                for (var part : of) {
                    held += holds(part, person) ? 1 : 0;
                }
                yield held >= number;
            }
            case Cohort.AgeAt(var event, var least, var most) ->
                events(event, person).stream()
                        .anyMatch(days -> days.all().allMatch(day -> holds(new Cohort.Age(day, least, most), person)));
            case Cohort.Sequence sequence ->
                events(sequence.first(), person).stream()
                        .anyMatch(days -> person.facts().stream()
                                        .filter(fact -> matches(sequence.then(), fact, person)
                                                && isDated(fact)
                                                && days.all().allMatch(day -> follows(sequence, day, fact)))
                                        .count()
                                >= sequence.then().atLeast());
        };
    }

    /** Days one of which it is. */
    private record Days(LocalDate from, LocalDate to) {
        /** The two ends and what is between them. */
        Stream<LocalDate> all() {
            return from.datesUntil(to.plusDays(1));
        }
    }

    private static boolean isDated(Fact fact) {
        return fact.earliest() != PatientFacts.NEVER_BEFORE && fact.latest() != PatientFacts.NEVER_AFTER;
    }

    private static boolean follows(Cohort.Sequence sequence, LocalDate first, Fact then) {
        var least = LocalDate.ofEpochDay(then.earliest());
        var most = LocalDate.ofEpochDay(then.latest());
        return !least.isBefore(first.plusDays(sequence.least())) && !most.isAfter(first.plusDays(sequence.most()));
    }

    /** Where there is a day for certain: of the first one, not before the first that any may be, nor after the first that one must be. */
    private static List<Days> events(Cohort.Event event, Person person) {
        var all = person.facts().stream()
                .filter(fact -> matches(event.has(), fact, person))
                .toList();
        if (all.isEmpty() || all.size() < event.has().atLeast()) {
            return List.of();
        }
        if (event.which() == Cohort.Which.ANY) {
            return all.stream()
                    .filter(NaiveEvaluator::isDated)
                    .map(fact -> new Days(LocalDate.ofEpochDay(fact.earliest()), LocalDate.ofEpochDay(fact.latest())))
                    .toList();
        }
        if (!all.stream().allMatch(NaiveEvaluator::isDated)) {
            return List.of();
        }
        var starts = all.stream().map(Fact::earliest).sorted().toList();
        var ends = all.stream().map(Fact::latest).sorted().toList();
        var first = event.which() == Cohort.Which.FIRST;
        return List.of(new Days(
                LocalDate.ofEpochDay(first ? starts.getFirst() : starts.getLast()),
                LocalDate.ofEpochDay(first ? ends.getFirst() : ends.getLast())));
    }

    private static boolean matches(Cohort.Has has, Fact fact, Person person) {
        var status = has.circumstances().status();
        return matches(has, fact)
                && (status.isEmpty() || status.contains(fact.kind().traits().status()))
                && (has.circumstances().within().isEmpty()
                        || person.facts().stream()
                                .filter(other -> other != fact && other.record() > 0)
                                .filter(other -> List.of(fact.record(), fact.during()).contains(other.record()))
                                .anyMatch(other ->
                                        matches(has.circumstances().within().get(), other, person)));
    }

    private static boolean matches(Cohort.Has has, Fact fact) {
        return fact.kind().type() == has.type()
                && fact.kind().codes().stream().anyMatch(code -> isMeant(has.code(), code))
                && has.when().map(when -> within(when, fact)).orElse(true)
                && has.value().map(value -> satisfies(value, fact)).orElse(true);
    }

    private static boolean isMeant(Concepts concepts, Coding code) {
        return switch (concepts) {
            case Concepts.Codes(var codes) -> codes.contains(code);
            case Concepts.InValueSet _, Concepts.Expression _ -> code.code().equals("asthma");
            case Concepts.IsA(var ancestor) ->
                TREE.getOrDefault(ancestor.code(), Set.of(ancestor.code())).contains(code.code());
        };
    }

    private static boolean within(Window when, Fact fact) {
        return fact.earliest() != PatientFacts.NEVER_BEFORE
                && !LocalDate.ofEpochDay(fact.earliest()).isBefore(when.from())
                && !LocalDate.ofEpochDay(fact.latest()).isAfter(when.to());
    }

    private static boolean satisfies(Value value, Fact fact) {
        return switch (value) {
            case Comparison comparison -> satisfies(comparison, fact);
            case Value.Range(var from, var to, var unit) ->
                satisfies(new Comparison(Comparison.Operator.GE, from, unit), fact)
                        && satisfies(new Comparison(Comparison.Operator.LE, to, unit), fact);
            case Value.OneOf(var concepts) ->
                fact.kind().traits().values().stream().anyMatch(code -> isMeant(concepts, code));
            case Value.Abnormal _ -> fact.kind().traits().abnormal();
        };
    }

    private static boolean satisfies(Comparison comparison, Fact fact) {
        if (fact.measured().isEmpty()) {
            return false;
        }
        var measured = fact.measured().get();
        var isHba1c = fact.kind().codes().stream().anyMatch(code -> code.code().equals("hba1c"));
        var converted = converted(measured.value(), measured.unit(), comparison.unit(), isHba1c);
        return converted != null && holds(comparison, measured.bound(), converted);
    }

    /** Tries values that the measurement may stand for: its number, a little less, far less, a little more, far more. */
    private static boolean holds(Comparison comparison, Bound bound, BigDecimal value) {
        var little = new BigDecimal("0.000000000000001");
        var far = new BigDecimal("1000000000");
        var candidates = switch (bound) {
            case EXACT -> List.of(value);
            case LESS -> List.of(value.subtract(little), value.subtract(far));
            case AT_MOST -> List.of(value, value.subtract(far));
            case AT_LEAST -> List.of(value, value.add(far));
            case GREATER -> List.of(value.add(little), value.add(far));
        };
        return candidates.stream().allMatch(candidate -> {
            var sign = candidate.compareTo(comparison.value());
            return switch (comparison.operator().code()) {
                case "lt" -> sign < 0;
                case "le" -> sign <= 0;
                case "ge" -> sign >= 0;
                default -> sign > 0;
            };
        });
    }

    private static @org.jspecify.annotations.Nullable BigDecimal converted(
            BigDecimal value, String from, String to, boolean isHba1c) {
        if (from.equals(to)) {
            return value;
        }
        return switch (from + " to " + to) {
            case "mg/dL to g/L" -> value.multiply(new BigDecimal("0.01"));
            case "g/L to mg/dL" -> value.multiply(new BigDecimal("100"));
            case "[lb_av] to kg" -> value.multiply(new BigDecimal("0.45359237"));
            case "kg to [lb_av]" -> value.divide(new BigDecimal("0.45359237"), java.math.MathContext.DECIMAL128);
            case "mmol/mol to %" ->
                isHba1c ? value.multiply(new BigDecimal("0.09148")).add(new BigDecimal("2.152")) : null;
            case "% to mmol/mol" ->
                isHba1c
                        ? value.subtract(new BigDecimal("2.152"))
                                .divide(new BigDecimal("0.09148"), java.math.MathContext.DECIMAL128)
                        : null;
            default -> null;
        };
    }
}
