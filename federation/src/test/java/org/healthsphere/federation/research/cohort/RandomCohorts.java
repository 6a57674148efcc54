package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.PurposeOfUse;

/** Questions and facts by chance, close enough to each other that all sorts of answers occur. */
final class RandomCohorts {
    private static final List<String> CONDITIONS =
            List.of("diabetes", "type-1-diabetes", "type-2-diabetes", "type-2-with-nephropathy", "asthma");
    private static final List<String> TESTS = List.of("hba1c", "glucose", "weight");
    private static final List<String> UNITS = List.of("%", "mmol/mol", "mg/dL", "g/L", "kg", "[lb_av]", "10*3/uL");

    private static final List<String> REGIONS = List.of("606", "SW1", "750");
    private static final List<String> STATUS = List.of("active", "resolved", "final");
    private static final List<String> ENCOUNTERS = List.of("IMP", "AMB");
    private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String ANSWERS = "https://example.org/answers";

    private final RandomGenerator random;

    RandomCohorts(RandomGenerator random) {
        this.random = random;
    }

    CohortQuery query() {
        var output = switch (random.nextInt(3)) {
            case 0 -> new Output.BySex();
            case 1 -> new Output.ByAge(day());
            default -> new Output.Count();
        };
        return query(cohort(4), output);
    }

    static CohortQuery query(Cohort cohort, Output output) {
        return new CohortQuery(
                "any", PurposeOfUse.HRESCH, "any", Tier.T1, 1_000_000, new CohortQuery.Body(cohort, output));
    }

    Cohort cohort(int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 13)) {
            case 0 -> new Cohort.OfSex(pick(List.of(Sex.values())));
            case 1 -> age();
            case 2, 3 -> has();
            case 4 -> ageAt();
            case 5 -> sequence();
            case 6 -> new Cohort.Deceased();
            case 7 -> new Cohort.Region(pick(REGIONS));
            case 8, 9 -> new Cohort.And(parts(depth));
            case 10 -> new Cohort.Or(parts(depth));
            case 11 -> atLeast(parts(depth));
            default -> new Cohort.Not(cohort(depth - 1));
        };
    }

    private List<Cohort> parts(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> cohort(depth - 1))
                .toList();
    }

    private Cohort age() {
        var least = random.nextInt(90);
        return new Cohort.Age(day(), least, random.nextBoolean() ? Cohort.Age.OLDEST : least + random.nextInt(30));
    }

    private Cohort atLeast(List<Cohort> of) {
        return new Cohort.AtLeast(1 + random.nextInt(of.size()), of);
    }

    private Cohort.Event event() {
        return new Cohort.Event(has(), pick(List.of(Cohort.Which.values())));
    }

    private Cohort ageAt() {
        var least = random.nextInt(60);
        return new Cohort.AgeAt(event(), least, random.nextBoolean() ? Cohort.Age.OLDEST : least + random.nextInt(40));
    }

    private Cohort sequence() {
        var least = random.nextInt(1400) - 1000;
        return new Cohort.Sequence(
                event(), has(), least, random.nextBoolean() ? Cohort.Sequence.LONGEST : least + random.nextInt(6000));
    }

    private Cohort.Has has() {
        var status = random.nextInt(6) == 0 ? Set.of(pick(STATUS)) : Set.<String>of();
        var within = random.nextInt(6) == 0 ? Optional.of(whole()) : Optional.<Cohort.Has>empty();
        return has(1 + random.nextInt(2), new Cohort.Circumstances(status, within));
    }

    /** Something that others are part of. */
    private Cohort.Has whole() {
        return random.nextBoolean()
                ? has(1, Cohort.Circumstances.ANY)
                : new Cohort.Has(
                        FactType.ENCOUNTER,
                        new Concepts.Codes(Set.of(new Coding(ACT, pick(ENCOUNTERS)))),
                        Optional.empty(),
                        random.nextBoolean() ? Optional.of(window()) : Optional.empty(),
                        1);
    }

    private Cohort.Has has(int atLeast, Cohort.Circumstances circumstances) {
        var observation = random.nextBoolean();
        return new Cohort.Has(
                observation ? FactType.OBSERVATION : FactType.CONDITION,
                observation ? tests() : conditions(),
                observation && random.nextInt(4) > 0 ? Optional.of(value()) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(window()) : Optional.empty(),
                atLeast,
                circumstances);
    }

    private Value value() {
        return switch (random.nextInt(6)) {
            case 0 -> new Value.Abnormal();
            case 1 -> new Value.OneOf(new Concepts.Codes(Set.of(new Coding(ANSWERS, pick(STATUS)))));
            case 2 -> {
                var one = number();
                var other = number();
                yield new Value.Range(one.min(other), one.max(other), pick(UNITS));
            }
            default -> comparison();
        };
    }

    private Concepts conditions() {
        return switch (random.nextInt(4)) {
            case 0 -> new Concepts.InValueSet(SmallTerminology.VALUE_SET);
            case 2 -> new Concepts.Expression(SmallTerminology.EXPRESSION, "");
            case 1 -> new Concepts.Codes(Stream.of(condition(), condition()).collect(Collectors.toSet()));
            default -> new Concepts.IsA(condition());
        };
    }

    private Concepts tests() {
        return new Concepts.Codes(Stream.of(test(), test()).collect(Collectors.toSet()));
    }

    private Coding condition() {
        return new Coding(SmallTerminology.CONDITIONS, pick(CONDITIONS));
    }

    private Coding test() {
        return new Coding(SmallTerminology.LABORATORY, pick(TESTS));
    }

    private Comparison comparison() {
        return new Comparison(pick(List.of(Comparison.Operator.values())), number(), pick(UNITS));
    }

    private BigDecimal number() {
        return BigDecimal.valueOf(random.nextInt(2000), random.nextInt(3));
    }

    private Window window() {
        var from = day();
        return new Window(from, from.plusDays(random.nextInt(6000)));
    }

    private LocalDate day() {
        return LocalDate.of(1980, 1, 1).plusDays(random.nextInt(17_000));
    }

    ListedFacts facts(int people) {
        return new ListedFacts(
                IntStream.range(0, people).mapToObj(_ -> person()).toList());
    }

    private Person person() {
        var born = Math.toIntExact(
                LocalDate.of(1925, 1, 1).plusDays(random.nextInt(36_000)).toEpochDay());
        List<Fact> facts = new ArrayList<>();
        for (var i = random.nextInt(8); i > 0; i--) {
            facts.add(fact());
        }
        var deceased = random.nextInt(4) == 0;
        var regions = random.nextInt(3) == 0 ? Set.<String>of() : Set.of(pick(REGIONS));
        var sex = pick(List.of(Sex.values()));
        return switch (random.nextInt(6)) {
            case 0 ->
                new Person(
                        PatientFacts.NEVER_BEFORE, PatientFacts.NEVER_AFTER, Sex.UNKNOWN, facts, deceased, regions);
            case 1 -> new Person(born, born + 364, sex, facts, deceased, regions);
            default -> new Person(born, born, sex, facts, deceased, regions);
        };
    }

    private Fact fact() {
        var day = Math.toIntExact(day().toEpochDay());
        var dated = random.nextInt(4) > 0;
        var from = dated ? day : PatientFacts.NEVER_BEFORE;
        var to = dated ? day + (random.nextInt(3) == 0 ? 30 : 0) : PatientFacts.NEVER_AFTER;
        var record = random.nextInt(4);
        var during = random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                new Fact(
                        new Kind(FactType.CONDITION, Set.of(condition()), traits()),
                        from,
                        to,
                        Optional.empty(),
                        record,
                        during);
            case 2 ->
                new Fact(
                        new Kind(FactType.ENCOUNTER, Set.of(new Coding(ACT, pick(ENCOUNTERS))), traits()),
                        from,
                        to,
                        Optional.empty(),
                        record,
                        during);
            default ->
                new Fact(
                        new Kind(FactType.OBSERVATION, Set.of(test()), traits()), from, to, measured(), record, during);
        };
    }

    private Kind.Traits traits() {
        var values = random.nextInt(3) == 0 ? Set.of(new Coding(ANSWERS, pick(STATUS))) : Set.<Coding>of();
        return new Kind.Traits(pick(STATUS), values, random.nextInt(3) == 0);
    }

    private Optional<Measured> measured() {
        return random.nextInt(6) == 0
                ? Optional.empty()
                : Optional.of(new Measured(
                        number(), random.nextInt(3) > 0 ? Bound.EXACT : pick(List.of(Bound.values())), pick(UNITS)));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
