package org.healthsphere.federation.research.cohort;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.AgeAt;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.AtLeast;
import org.healthsphere.federation.research.cohort.Cohort.Event;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.federation.research.cohort.Cohort.Sequence;
import org.healthsphere.specs.CanonicalJson;

/** Negation at the leaves, conjunctions and disjunctions flat, sorted and without repetition. */
final class NormalForm {
    private NormalForm() {}

    static Cohort of(Cohort cohort) {
        return normal(cohort, true);
    }

    private static Cohort normal(Cohort cohort, boolean holds) {
        return switch (cohort) {
            case And(var all) -> joined(all, holds, holds);
            case Or(var any) -> joined(any, holds, !holds);
            case Not(var inner) -> normal(inner, !holds);
            case Age age -> signed(age, holds);
            case OfSex sex -> signed(sex, holds);
            case Cohort.Deceased deceased -> signed(deceased, holds);
            case Cohort.Region region -> signed(region, holds);
            case Has has -> signed(inBase(has), holds);
            case AtLeast(var number, var of) -> atLeast(holds ? number : of.size() - number + 1, of, holds);
            case AgeAt(var event, var least, var most) -> signed(new AgeAt(inBase(event), least, most), holds);
            case Sequence(var first, var then, var least, var most) ->
                signed(new Sequence(inBase(first), inBase(then), least, most), holds);
        };
    }

    private static Has inBase(Has has) {
        var circumstances = new Cohort.Circumstances(
                has.circumstances().status(), has.circumstances().within().map(NormalForm::inBase));
        return new Has(
                has.type(), has.code(), has.value().map(NormalForm::inBase), has.when(), has.atLeast(), circumstances);
    }

    private static Value inBase(Value value) {
        return switch (value) {
            case Comparison comparison -> Units.inBase(comparison);
            case Value.Range range -> Units.inBase(range);
            case Value.OneOf _, Value.Abnormal _ -> value;
        };
    }

    private static Event inBase(Event event) {
        return new Event(inBase(event.has()), event.which());
    }

    /** One of some is any of them, and as many as there are is all; repeated parts count again. */
    private static Cohort atLeast(int number, List<Cohort> of, boolean holds) {
        if (number == 1 || number == of.size()) {
            return joined(of, holds, number != 1 || of.size() == 1);
        }
        return new AtLeast(
                number,
                of.stream()
                        .map(part -> normal(part, holds))
                        .sorted(Comparator.comparing(NormalForm::spelling))
                        .toList());
    }

    private static Cohort signed(Cohort leaf, boolean holds) {
        return holds ? leaf : new Not(leaf);
    }

    /** The parts joined by and, or else by or. */
    private static Cohort joined(List<Cohort> parts, boolean holds, boolean and) {
        var sorted = new TreeMap<String, Cohort>();
        parts.stream()
                .map(part -> normal(part, holds))
                .flatMap(part -> and ? conjuncts(part) : disjuncts(part))
                .forEach(part -> sorted.put(spelling(part), part));
        var distinct = List.copyOf(sorted.values());
        if (distinct.size() == 1) {
            return distinct.getFirst();
        }
        Function<List<Cohort>, Cohort> join = and ? And::new : Or::new;
        return join.apply(distinct);
    }

    private static Stream<Cohort> conjuncts(Cohort part) {
        return part instanceof And(var all) ? all.stream() : Stream.of(part);
    }

    private static Stream<Cohort> disjuncts(Cohort part) {
        return part instanceof Or(var any) ? any.stream() : Stream.of(part);
    }

    private static String spelling(Cohort part) {
        return new String(CanonicalJson.of(CohortWriter.json(part)), StandardCharsets.UTF_8);
    }
}
