package org.healthsphere.federation.research.cohort;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.federation.research.cohort.ConceptSets.ConceptSet;

/** Criteria whose concepts are resolved, ready for any table of facts. */
public final class Selection {
    private final Map<Concepts, ConceptSet> sets;
    private final List<Pin> pins;
    private final Units units;

    Selection(Map<Concepts, ConceptSet> sets, List<Pin> pins, Units units) {
        this.units = units;
        this.sets = Map.copyOf(sets);
        this.pins = List.copyOf(pins);
    }

    /** What the concepts came to, in a stable order. */
    public List<Pin> pins() {
        return pins;
    }

    /** The code systems in which concepts of the question are expressed. */
    Set<String> systems(Concepts concepts) {
        return set(concepts).systems();
    }

    /** Who belongs to the cohort, by numbers. */
    public int[] members(Cohort cohort, FactTable facts) {
        if (facts instanceof IndexedFacts indexed) {
            return members(cohort, indexed, new Unreadable()).stream().toArray();
        }
        var criterion = criterion(cohort, facts, new Unreadable());
        return IntStream.range(0, facts.patients())
                .filter(number -> criterion.holds(facts.patient(number)))
                .toArray();
    }

    /** A search of the facts that a criterion means, which must be one of those that were resolved. */
    public FactSearch search(Has has, FactTable facts) {
        return new FactSearch(facts(has, facts, new Unreadable()), facts, units);
    }

    /** The same, by what is beside the facts, and by the facts of those only of whom it does not say enough. */
    BitSet members(Cohort cohort, IndexedFacts facts, Unreadable unreadable) {
        var everybody = new BitSet(facts.patients());
        everybody.set(0, facts.patients());
        return members(cohort, facts, unreadable, everybody);
    }

    /** Who of these belongs to the cohort. */
    BitSet members(Cohort cohort, IndexedFacts facts, Unreadable unreadable, BitSet within) {
        return switch (cohort) {
            case And(var all) -> {
                var left = within;
                for (var part : all) {
                    left = members(part, facts, unreadable, left);
                }
                yield left;
            }
            case Or(var any) -> {
                var found = new BitSet(facts.patients());
                any.forEach(part -> found.or(members(part, facts, unreadable, without(within, found))));
                yield found;
            }
            case Not(var inner) -> without(within, members(inner, facts, unreadable, within));
            case Age age -> new BornWithin(age).members(facts, within);
            case OfSex(var sex) -> both(facts.ofSex(sex), within);
            case Cohort.Deceased _ -> both(facts.deceased(), within);
            case Cohort.Region(var start) -> both(facts.living(start), within);
            case Has has -> members(has, facts, unreadable, within);
            case Cohort.AtLeast(var number, var of) ->
                atLeast(
                        number,
                        of.stream()
                                .map(part -> members(part, facts, unreadable, within))
                                .toList());
            case Cohort.AgeAt age -> those(criterion(age, facts, unreadable), age.event(), facts, within);
            case Cohort.Sequence sequence ->
                those(criterion(sequence, facts, unreadable), sequence.first(), facts, within);
        };
    }

    private static BitSet atLeast(int number, List<BitSet> parts) {
        var found = new BitSet();
        var all = new BitSet();
        parts.forEach(all::or);
        all.stream()
                .filter(patient ->
                        parts.stream().filter(part -> part.get(patient)).count() >= number)
                .forEach(found::set);
        return found;
    }

    /** Whom a criterion holds for, of those to whom an event happened. */
    private BitSet those(Criterion criterion, Cohort.Event event, IndexedFacts facts, BitSet within) {
        var found = both(facts.having(kinds(event.has(), facts)), within);
        for (var number = found.nextSetBit(0); number >= 0; number = found.nextSetBit(number + 1)) {
            found.set(number, criterion.holds(facts.patient(number)));
        }
        return found;
    }

    private BitSet members(Has has, IndexedFacts facts, Unreadable unreadable, BitSet within) {
        var kinds = kinds(has, facts);
        var found = both(facts.having(kinds), within);
        if (!IndexedFacts.isPlain(has)) {
            var criterion = facts(has, facts, unreadable);
            for (var number = found.nextSetBit(0); number >= 0; number = found.nextSetBit(number + 1)) {
                found.set(number, criterion.holds(facts.patient(number)));
            }
        }
        return found;
    }

    private static BitSet both(BitSet one, BitSet other) {
        var both = (BitSet) one.clone();
        both.and(other);
        return both;
    }

    private static BitSet without(BitSet all, BitSet some) {
        var left = (BitSet) all.clone();
        left.andNot(some);
        return left;
    }

    Criterion criterion(Cohort cohort, FactTable facts, Unreadable unreadable) {
        return switch (cohort) {
            case And(var all) -> {
                var parts = criteria(all, facts, unreadable);
                yield patient -> parts.stream().allMatch(part -> part.holds(patient));
            }
            case Or(var any) -> {
                var parts = criteria(any, facts, unreadable);
                yield patient -> parts.stream().anyMatch(part -> part.holds(patient));
            }
            case Not(var inner) -> {
                var part = criterion(inner, facts, unreadable);
                yield patient -> !part.holds(patient);
            }
            case Age age -> new BornWithin(age);
            case OfSex(var sex) -> patient -> patient.sex() == sex;
            case Cohort.Deceased _ -> PatientFacts::deceased;
            case Cohort.Region(var start) -> patient -> patient.regions().contains(start);
            case Has has -> facts(has, facts, unreadable);
            case Cohort.AtLeast(var number, var of) -> {
                var parts = criteria(of, facts, unreadable);
                yield patient ->
                        parts.stream().filter(part -> part.holds(patient)).count() >= number;
            }
            case Cohort.AgeAt age -> Events.age(age, facts(age.event().has(), facts, unreadable));
            case Cohort.Sequence sequence ->
                Events.sequence(
                        sequence,
                        facts(sequence.first().has(), facts, unreadable),
                        facts(sequence.then(), facts, unreadable));
        };
    }

    private HasFacts facts(Has has, FactTable facts, Unreadable unreadable) {
        return new HasFacts(
                has,
                facts.kinds(),
                kinds(has, facts),
                new HasFacts.Reading(units, unreadable),
                has.circumstances().within().map(whole -> facts(whole, facts, unreadable)));
    }

    private List<Criterion> criteria(List<Cohort> parts, FactTable facts, Unreadable unreadable) {
        List<Criterion> criteria = new ArrayList<>();
        parts.forEach(part -> criteria.add(criterion(part, facts, unreadable)));
        return criteria;
    }

    private Set<Integer> kinds(Has has, FactTable facts) {
        return IntStream.range(0, facts.kinds().size())
                .filter(number -> isMeant(has, facts.kinds().get(number)))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What can be said of all facts of a kind at once. */
    private boolean isMeant(Has has, Kind kind) {
        var status = has.circumstances().status();
        return kind.type() == has.type()
                && kind.codes().stream().anyMatch(set(has.code())::contains)
                && (status.isEmpty() || status.contains(kind.traits().status()))
                && has.value().map(value -> mayHave(value, kind)).orElse(true);
    }

    private boolean mayHave(Value value, Kind kind) {
        return switch (value) {
            case Comparison _, Value.Range _ -> true;
            case Value.OneOf(var concepts) ->
                kind.traits().values().stream().anyMatch(set(concepts)::contains);
            case Value.Abnormal() -> kind.traits().abnormal();
        };
    }

    private ConceptSet set(Concepts concepts) {
        var set = sets.get(concepts);
        if (set == null) {
            throw new IllegalStateException("every concept was resolved when the selection was made");
        }
        return set;
    }
}
