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
import org.healthsphere.federation.research.cohort.Value;
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
        return switch (random.nextInt(depth == 0 ? 9 : 15)) {
            case 0 -> new Cohort.OfSex(world.pick(List.of(Sex.values())));
            case 1 -> age();
            case 2, 3, 4, 5 -> has();
            case 6 -> random.nextInt(3) > 0 ? has() : random.nextBoolean() ? sequence() : ageAt();
            case 7 -> new Cohort.Deceased();
            case 8 -> new Cohort.Region(world.pick(FhirWorld.REGIONS));
            case 9, 10, 11 -> new Cohort.And(parts(depth));
            case 12 -> new Cohort.Or(parts(depth));
            case 13 -> {
                var of = parts(depth);
                yield new Cohort.AtLeast(1 + random.nextInt(of.size()), of);
            }
            default -> new Cohort.Not(cohort(depth - 1));
        };
    }

    /** Records that belong to an encounter. */
    Cohort.Has during() {
        var has = random.nextBoolean()
                ? has(FactType.CONDITION, conditions(), Optional.empty())
                : test(world.pick(FhirWorld.TESTS));
        var circumstances = new Cohort.Circumstances(has.circumstances().status(), Optional.of(visit(1)));
        return new Cohort.Has(has.type(), has.code(), has.value(), has.when(), has.atLeast(), circumstances);
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
        return new Cohort.Sequence(event(), has(), random.nextInt(9_000) - 8_000, 1_000 + random.nextInt(15_000));
    }

    private Cohort.Has has() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> has(FactType.CONDITION, conditions(), Optional.empty());
            case 2 -> has(FactType.PROCEDURE, codes(Records.CONDITIONS, FhirWorld.PROCEDURES), Optional.empty());
            case 3 -> has(FactType.MEDICATION_REQUEST, codes(Records.CONDITIONS, FhirWorld.DRUGS), Optional.empty());
            case 4 -> has(FactType.DEVICE, codes(Records.CONDITIONS, FhirWorld.DEVICES), Optional.empty());
            case 5 -> has(FactType.CONSENT, codes(Records.CONDITIONS, FhirWorld.PAPERS), Optional.empty());
            case 6 -> visit();
            case 7 -> test(world.pick(FhirWorld.PARTS));
            default -> test(world.pick(FhirWorld.TESTS));
        };
    }

    private Cohort.Has visit(int atLeast) {
        var visit = visit();
        return new Cohort.Has(visit.type(), visit.code(), visit.value(), visit.when(), atLeast, visit.circumstances());
    }

    private Cohort.Has visit() {
        return has(FactType.ENCOUNTER, codes(FhirWorld.ACT, FhirWorld.VISITS), Optional.empty());
    }

    private Cohort.Has test(String test) {
        var value = random.nextInt(4) > 0 ? Optional.of(value(test)) : Optional.<Value>empty();
        return has(FactType.OBSERVATION, codes(Records.LABORATORY, List.of(test)), value);
    }

    private Value value(String test) {
        if (test.equals("culture")) {
            return new Value.OneOf(conditions());
        }
        var unit = world.pick(FhirWorld.units(test));
        return switch (random.nextInt(5)) {
            case 0 -> new Value.Abnormal();
            case 1 -> {
                var one = world.number();
                var other = world.number();
                yield new Value.Range(one.min(other), one.max(other), unit);
            }
            default -> new Comparison(world.pick(List.of(Comparison.Operator.values())), world.number(), unit);
        };
    }

    private Cohort.Has has(FactType type, Concepts codes, Optional<Value> value) {
        return new Cohort.Has(type, codes, value, window(), random.nextInt(4) == 0 ? 2 : 1, circumstances(type));
    }

    private Optional<Window> window() {
        var from = world.day();
        return random.nextInt(3) == 0
                ? Optional.of(new Window(from, from.plusDays(random.nextInt(12_000))))
                : Optional.empty();
    }

    private Cohort.Circumstances circumstances(FactType type) {
        var status = switch (type) {
            case CONDITION -> FhirWorld.CLINICAL;
            case OBSERVATION -> List.of("final", "amended");
            case ENCOUNTER -> List.of("finished", "in-progress");
            default -> List.of("active", "completed");
        };
        var wholes = Set.of(FactType.CONDITION, FactType.OBSERVATION);
        return new Cohort.Circumstances(
                random.nextInt(5) == 0 ? Set.of(world.pick(status)) : Set.of(),
                wholes.contains(type) && random.nextInt(5) == 0 ? Optional.of(whole()) : Optional.empty());
    }

    private Cohort.Has whole() {
        return random.nextInt(3) > 0
                ? new Cohort.Has(
                        FactType.ENCOUNTER, codes(FhirWorld.ACT, FhirWorld.VISITS), Optional.empty(), window(), 1)
                : new Cohort.Has(
                        FactType.OBSERVATION,
                        codes(Records.LABORATORY, List.of(FhirWorld.PANEL)),
                        Optional.empty(),
                        window(),
                        1);
    }

    private Concepts conditions() {
        return switch (random.nextInt(3)) {
            case 0 -> new Concepts.InValueSet(SmallTree.VALUE_SET);
            case 1 -> codes(Records.CONDITIONS, FhirWorld.CONDITIONS);
            default -> new Concepts.IsA(new Coding(Records.CONDITIONS, "type-2-diabetes"));
        };
    }

    private Concepts codes(String system, List<String> codes) {
        return new Concepts.Codes(Set.copyOf(
                List.of(new Coding(system, world.pick(codes)), new Coding(system, codes.getFirst())).stream()
                        .distinct()
                        .toList()));
    }
}
