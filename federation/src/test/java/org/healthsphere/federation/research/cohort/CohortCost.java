package org.healthsphere.federation.research.cohort;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.specs.Coding;
import org.slf4j.LoggerFactory;

/** What questions cost of processor time; run by hand with the number of patients: {@code CohortCost 1000000}. */
public final class CohortCost {
    private static final int KINDS = 200;
    private static final int FACTS = 10;
    private static final int WARM = 20;
    private static final int MEASURED = 20;
    private static final double MILLION = 1e6;
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    private CohortCost() {}

    public static void main(String[] arguments) {
        var patients = Integer.parseInt(arguments[0]);
        var before = cpu();
        var facts = new IndexedFacts(new Packed(patients));
        tell("an index of " + patients + " patients with " + FACTS + " facts each", cpu() - before);
        measure("one code", has(0, Optional.empty(), Optional.empty()), facts);
        measure("five criteria", five(), facts);
    }

    private static Cohort five() {
        return new Cohort.And(List.of(
                has(0, Optional.empty(), Optional.empty()),
                has(
                        1,
                        Optional.of(new Comparison(Comparison.Operator.GE, BigDecimal.valueOf(50), "%")),
                        Optional.empty()),
                has(2, Optional.empty(), Optional.of(new Window(TODAY.minusYears(5), TODAY))),
                new Cohort.Age(TODAY, 40, 80),
                new Cohort.Not(has(3, Optional.empty(), Optional.empty()))));
    }

    /** Kind 0 and those of small numbers are frequent. */
    private static Cohort has(int kind, Optional<Comparison> value, Optional<Window> when) {
        return new Cohort.Has(FactType.OBSERVATION, new Concepts.Codes(Set.of(code(kind))), value, when, 1);
    }

    private static Coding code(int kind) {
        return new Coding("https://example.org/kinds", "k" + kind);
    }

    private static void measure(String name, Cohort cohort, IndexedFacts facts) {
        var plan = new CohortEvaluator(new SmallTerminology())
                .plan(RandomCohorts.query(cohort, new Output.Count()))
                .orElseThrow();
        var found = 0L;
        for (var i = 0; i < WARM; i++) {
            found = plan.evaluate(facts).cells().getFirst();
        }
        var before = cpu();
        for (var i = 0; i < MEASURED; i++) {
            found = plan.evaluate(facts).cells().getFirst();
        }
        tell(name + ", " + found + " found", (cpu() - before) / MEASURED);
    }

    private static void tell(String what, long nanos) {
        LoggerFactory.getLogger(CohortCost.class).info("{}: {} ms", what, nanos / MILLION);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Many patients in little memory. */
    private static final class Packed implements FactTable {
        private final int[] born;
        private final short[] kinds;
        private final short[] days;
        private final List<Kind> all = IntStream.range(0, KINDS)
                .mapToObj(kind -> new Kind(FactType.OBSERVATION, Set.of(code(kind))))
                .toList();
        private final List<Measured> values = IntStream.range(0, 100)
                .mapToObj(i -> new Measured(BigDecimal.valueOf(i), Bound.EXACT, "%"))
                .toList();

        Packed(int patients) {
            var random = new SplittableRandom(1);
            born = new int[patients];
            kinds = new short[patients * FACTS];
            days = new short[patients * FACTS];
            for (var i = 0; i < patients; i++) {
                born[i] = -10_000 + random.nextInt(30_000);
            }
            for (var i = 0; i < kinds.length; i++) {
                kinds[i] = (short) (KINDS * Math.pow(random.nextDouble(), 3));
                days[i] = (short) (20_000 - random.nextInt(9_000));
            }
        }

        @Override
        public List<Kind> kinds() {
            return all;
        }

        @Override
        public int patients() {
            return born.length;
        }

        @Override
        public PatientFacts patient(int number) {
            return new One(number);
        }

        private final class One implements PatientFacts {
            private final int number;

            One(int number) {
                this.number = number;
            }

            @Override
            public int bornEarliest() {
                return born[number];
            }

            @Override
            public int bornLatest() {
                return born[number];
            }

            @Override
            public Sex sex() {
                return number % 2 == 0 ? Sex.FEMALE : Sex.MALE;
            }

            @Override
            public boolean deceased() {
                return false;
            }

            @Override
            public Set<String> regions() {
                return Set.of();
            }

            @Override
            public long record(int fact) {
                return 0;
            }

            @Override
            public long during(int fact) {
                return 0;
            }

            @Override
            public int facts() {
                return FACTS;
            }

            @Override
            public int kind(int fact) {
                return kinds[number * FACTS + fact];
            }

            @Override
            public int earliest(int fact) {
                return days[number * FACTS + fact];
            }

            @Override
            public int latest(int fact) {
                return earliest(fact);
            }

            @Override
            public Optional<Measured> measured(int fact) {
                return Optional.of(values.get((number + fact) % 100));
            }
        }
    }
}
