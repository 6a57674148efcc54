package org.healthsphere.terminology.index;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.ecl.Ecl;
import org.healthsphere.terminology.ecl.Ecl.Filter;
import org.healthsphere.terminology.ecl.Ecl.Kinship;
import org.healthsphere.terminology.ecl.EclParser;
import org.roaringbitmap.RoaringBitmap;

/** Answers expression constraints from the index of an edition: sets are bitmaps, and nothing is looked at one by one in vain. */
final class EclEvaluator {
    /** So many concepts are looked at for one expression, and no more. */
    private static final long BUDGET = 50_000_000;

    private final CodeSystemIndex system;
    private long left = BUDGET;

    EclEvaluator(CodeSystemIndex system) {
        this.system = system;
    }

    /** The concepts an expression describes; a concept it names that the edition does not have is a fault that names it. */
    static Outcome<RoaringBitmap> evaluate(CodeSystemIndex system, String expression) {
        return EclParser.parse(expression).then(parsed -> {
            try {
                return Outcome.of(new EclEvaluator(system).set(parsed));
            } catch (Unanswered e) {
                return Outcome.failed(e.fault());
            }
        });
    }

    RoaringBitmap set(Ecl expression) {
        return switch (expression) {
            case Ecl.Every _ -> system.all();
            case Ecl.Concept(var id) -> RoaringBitmap.bitmapOf(concept(id));
            case Ecl.Related(var kinship, var of) -> related(kinship, set(of));
            case Ecl.MemberOf(var refsets) -> members(refsets);
            case Ecl.And(var a, var b) -> RoaringBitmap.and(set(a), set(b));
            case Ecl.Or(var a, var b) -> RoaringBitmap.or(set(a), set(b));
            case Ecl.Minus(var a, var b) -> RoaringBitmap.andNot(set(a), set(b));
            case Ecl.Refined(var of, var by) -> new EclRefinements(this, system).select(set(of), by);
            case Ecl.Dotted(var of, var attribute) ->
                new EclRefinements(this, system).valuesOf(set(of), set(attribute));
            case Ecl.Filtered(var of, var by) -> filtered(set(of), by);
        };
    }

    int concept(String id) {
        var concept = system.find(id);
        if (concept == CodeSystemIndex.NONE) {
            throw new Unanswered(new Fault.Invalid(
                    List.of(new Problem(system.id().toString(), "there is no concept '" + id + "'"))));
        }
        return concept;
    }

    /** Counts work; there is an end to it. */
    void spend(long concepts) {
        left -= concepts;
        if (left < 0) {
            throw new Unanswered(
                    new Fault.TooCostly("an expression constraint that looks at more than " + BUDGET + " concepts"));
        }
    }

    private RoaringBitmap related(Kinship kinship, RoaringBitmap of) {
        return switch (kinship) {
            case DESCENDANT -> below(of);
            case DESCENDANT_OR_SELF -> RoaringBitmap.or(below(of), of);
            case CHILD -> each(of, system::children);
            case CHILD_OR_SELF -> RoaringBitmap.or(each(of, system::children), of);
            case ANCESTOR -> each(of, system::ancestors);
            case ANCESTOR_OR_SELF -> RoaringBitmap.or(each(of, system::ancestors), of);
            case PARENT -> each(of, concept -> RoaringBitmap.bitmapOf(system.parents(concept)));
            case PARENT_OR_SELF ->
                RoaringBitmap.or(each(of, concept -> RoaringBitmap.bitmapOf(system.parents(concept))), of);
            case TOP -> RoaringBitmap.andNot(of, below(of));
            case BOTTOM -> RoaringBitmap.andNot(of, each(of, system::ancestors));
        };
    }

    /** What is below a concept that is below another is known already. */
    private RoaringBitmap below(RoaringBitmap of) {
        if (of.getCardinality() == system.size()) {
            return RoaringBitmap.andNot(of, system.roots());
        }
        var all = new RoaringBitmap();
        of.forEach((int concept) -> {
            if (!all.contains(concept)) {
                var below = system.descendants(concept);
                spend(1 + below.getCardinality() / 64);
                all.or(below);
            }
        });
        return all;
    }

    private RoaringBitmap each(RoaringBitmap of, IntFunction<RoaringBitmap> related) {
        var all = new RoaringBitmap();
        of.forEach((int concept) -> {
            var some = related.apply(concept);
            spend(1 + some.getCardinality());
            all.or(some);
        });
        return all;
    }

    private RoaringBitmap members(Ecl refsets) {
        var property = system.property(Snomed.MEMBER_OF);
        if (property == CodeSystemIndex.NONE) {
            return new RoaringBitmap();
        }
        if (refsets instanceof Ecl.Every) {
            return system.having(property);
        }
        var all = new RoaringBitmap();
        set(refsets).forEach((int refset) -> all.or(system.having(property, system.code(refset))));
        return all;
    }

    /** Filters of names hold of one and the same name. */
    private RoaringBitmap filtered(RoaringBitmap of, List<Filter> filters) {
        var languages = languages(filters);
        var all = of;
        for (var filter : filters) {
            all = switch (filter) {
                case Ecl.Term(var equal, var texts) -> named(all, equal, texts, languages);
                case Ecl.Language _ -> all;
                case Ecl.Active(var active) ->
                    active ? RoaringBitmap.andNot(all, system.inactive()) : RoaringBitmap.and(all, system.inactive());
                case Ecl.Defined(var defined) ->
                    RoaringBitmap.and(all, having(Snomed.DEFINED, Boolean.toString(defined)));
                case Ecl.Module(var equal, var modules) -> module(all, equal, set(modules));
                case Ecl.Effective(var sign, var date) -> effective(all, sign, date);
            };
        }
        return all;
    }

    private static Set<String> languages(List<Filter> filters) {
        return filters.stream()
                .filter(Ecl.Language.class::isInstance)
                .map(Ecl.Language.class::cast)
                .flatMap(language -> language.codes().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private RoaringBitmap named(RoaringBitmap of, boolean equal, List<String> texts, Set<String> languages) {
        var found = new RoaringBitmap();
        texts.forEach(text -> found.or(system.search().find(NameFilter.words(text), languages, false)));
        return equal ? RoaringBitmap.and(of, found) : RoaringBitmap.andNot(of, found);
    }

    private RoaringBitmap having(String property, String value) {
        var number = system.property(property);
        return number == CodeSystemIndex.NONE ? new RoaringBitmap() : system.having(number, value);
    }

    private RoaringBitmap module(RoaringBitmap of, boolean equal, RoaringBitmap modules) {
        var in = new RoaringBitmap();
        modules.forEach((int module) -> in.or(having(Snomed.MODULE, system.code(module))));
        return equal ? RoaringBitmap.and(of, in) : RoaringBitmap.andNot(of, in);
    }

    private RoaringBitmap effective(RoaringBitmap of, String sign, String date) {
        var property = system.property(Snomed.EFFECTIVE);
        return property == CodeSystemIndex.NONE
                ? new RoaringBitmap()
                : RoaringBitmap.and(
                        of, system.having(property, value -> EclRefinements.compares(value.compareTo(date), sign)));
    }

    /** An expression without an answer, and why; it never leaves the package. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        Unanswered(Fault fault) {
            super("", null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
