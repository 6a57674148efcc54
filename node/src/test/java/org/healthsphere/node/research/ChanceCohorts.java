package org.healthsphere.node.research;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Comparison;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.Window;
import org.healthsphere.specs.Coding;

/** Cohorts by chance about what a {@link FhirWorld} has. */
final class ChanceCohorts {
    private final RandomGenerator random;
    private final FhirWorld world;

    ChanceCohorts(RandomGenerator random, FhirWorld world) {
        this.random = random;
        this.world = world;
    }

    Cohort cohort(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 13)) {
            case 0 -> new Cohort.OfSex(world.pick(List.of(Sex.values())));
            case 1 -> age();
            case 2, 3, 4, 5 -> has();
            case 6 -> random.nextInt(3) > 0 ? has() : random.nextBoolean() ? sequence() : ageAt();
            case 7, 8, 9 -> new Cohort.And(parts(depth));
            case 10 -> new Cohort.Or(parts(depth));
            case 11 -> {
                var of = parts(depth);
                yield new Cohort.AtLeast(1 + random.nextInt(of.size()), of);
            }
            default -> new Cohort.Not(cohort(depth - 1));
        };
    }

    private List<Cohort> parts(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> cohort(depth - 1))
                .toList();
    }

    private Cohort age() {
        var least = random.nextInt(50);
        return new Cohort.Age(
                world.day(), least, random.nextBoolean() ? Cohort.Age.OLDEST : least + random.nextInt(30));
    }

    private Cohort.Event event() {
        return new Cohort.Event(has(), world.pick(List.of(Cohort.Which.values())));
    }

    private Cohort ageAt() {
        var least = random.nextInt(30);
        return new Cohort.AgeAt(event(), least, Cohort.Age.OLDEST);
    }

    private Cohort sequence() {
        return new Cohort.Sequence(event(), has(), random.nextInt(300), 300 + random.nextInt(15_000));
    }

    private Cohort.Has has() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> has(FactType.CONDITION, conditions(), Optional.empty());
            case 2 -> has(FactType.PROCEDURE, codes(Records.CONDITIONS, FhirWorld.PROCEDURES), Optional.empty());
            case 3 -> has(FactType.MEDICATION_REQUEST, codes(Records.CONDITIONS, FhirWorld.DRUGS), Optional.empty());
            default -> {
                var test = world.pick(FhirWorld.TESTS);
                var value = random.nextInt(4) > 0
                        ? Optional.of(new Comparison(
                                world.pick(List.of(Comparison.Operator.values())),
                                world.number(),
                                world.pick(FhirWorld.units(test))))
                        : Optional.<Comparison>empty();
                yield has(FactType.OBSERVATION, codes(Records.LABORATORY, List.of(test)), value);
            }
        };
    }

    private Cohort.Has has(FactType type, Concepts codes, Optional<Comparison> value) {
        var from = world.day();
        var when = random.nextInt(3) == 0
                ? Optional.of(new Window(from, from.plusDays(random.nextInt(12_000))))
                : Optional.<Window>empty();
        return new Cohort.Has(type, codes, value, when, random.nextInt(4) == 0 ? 2 : 1);
    }

    private Concepts conditions() {
        return switch (random.nextInt(3)) {
            case 0 -> new Concepts.InValueSet(SmallTree.VALUE_SET);
            case 1 -> codes(Records.CONDITIONS, FhirWorld.CONDITIONS);
            default -> new Concepts.IsA(new Coding(Records.CONDITIONS, "type-2-diabetes"));
        };
    }

    private Concepts codes(String system, List<String> codes) {
        return new Concepts.Codes(
                Set.copyOf(List.of(new Coding(system, world.pick(codes)), new Coding(system, codes.getFirst()))
                        .stream()
                        .distinct()
                        .toList()));
    }
}
