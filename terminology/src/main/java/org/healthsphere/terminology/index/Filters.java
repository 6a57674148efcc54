package org.healthsphere.terminology.index;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.roaringbitmap.RoaringBitmap;

/** FHIR's filters over one code system. An operator, a property or a code that is not known is refused by name. */
final class Filters {
    private static final Set<String> THE_CODE = Set.of("concept", "code");

    private final CodeSystemIndex system;

    Filters(CodeSystemIndex system) {
        this.system = system;
    }

    Outcome<RoaringBitmap> select(Filter filter) {
        if (SnomedFilters.isOne(system, filter)) {
            return SnomedFilters.select(system, filter);
        }
        return switch (filter.op()) {
            case "is-a", "descendent-of", "is-not-a", "generalizes", "child-of", "descendent-leaf" -> hierarchy(filter);
            case "regex" -> regex(filter);
            case "=", "in", "not-in" -> values(filter);
            case "exists" -> exists(filter);
            default -> refused(filter, "the operator '" + filter.op() + "' is not supported");
        };
    }

    private Outcome<RoaringBitmap> hierarchy(Filter filter) {
        if (!THE_CODE.contains(filter.property())) {
            return refused(filter, "'" + filter.op() + "' asks for the property 'concept'");
        }
        var concept = system.find(filter.value());
        if (concept == CodeSystemIndex.NONE) {
            return refused(filter, "there is no code '" + filter.value() + "'");
        }
        var self = RoaringBitmap.bitmapOf(concept);
        return Outcome.of(
                switch (filter.op()) {
                    case "is-a" -> RoaringBitmap.or(system.descendants(concept), self);
                    case "descendent-of" -> system.descendants(concept);
                    case "child-of" -> system.children(concept);
                    case "descendent-leaf" -> leaves(system.descendants(concept));
                    case "generalizes" -> RoaringBitmap.or(system.ancestors(concept), self);
                    default -> RoaringBitmap.andNot(system.all(), RoaringBitmap.or(system.descendants(concept), self));
                });
    }

    private RoaringBitmap leaves(RoaringBitmap concepts) {
        var leaves = new RoaringBitmap();
        concepts.forEach((int concept) -> {
            if (system.descendants(concept).isEmpty()) {
                leaves.add(concept);
            }
        });
        return leaves;
    }

    /** The whole of a code or a value matches, in time that grows with its length only. */
    private Outcome<RoaringBitmap> regex(Filter filter) {
        try {
            var pattern = Pattern.compile(filter.value());
            return THE_CODE.contains(filter.property())
                    ? Outcome.of(matching(pattern))
                    : property(filter).map(property -> system.having(property, pattern::matches));
        } catch (PatternSyntaxException e) {
            return refused(filter, "'" + filter.value() + "' is not a regular expression that can be followed");
        }
    }

    private RoaringBitmap matching(Pattern pattern) {
        var found = new RoaringBitmap();
        for (var concept = 0; concept < system.size(); concept++) {
            if (pattern.matches(system.code(concept))) {
                found.add(concept);
            }
        }
        return found;
    }

    private Outcome<RoaringBitmap> values(Filter filter) {
        var values = filter.op().equals("=") ? List.of(filter.value()) : list(filter.value());
        var found = THE_CODE.contains(filter.property()) ? codes(filter, values) : properties(filter, values);
        return filter.op().equals("not-in") ? found.map(bits -> RoaringBitmap.andNot(system.all(), bits)) : found;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private Outcome<RoaringBitmap> codes(Filter filter, List<String> codes) {
        var found = new RoaringBitmap();
        for (var code : codes) {
            var concept = system.find(code);
            if (concept == CodeSystemIndex.NONE) {
                return refused(filter, "there is no code '" + code + "'");
            }
            found.add(concept);
        }
        return Outcome.of(found);
    }

    /** A property that is defined by FHIR may be asked for under its own name, whether or not the system declares it. */
    private Outcome<RoaringBitmap> properties(Filter filter, List<String> values) {
        return switch (filter.property()) {
            case "inactive" -> flagged(filter, values, system.inactive());
            case "notSelectable" -> flagged(filter, values, system.notSelectable());
            case "parent", "child", "ancestor", "descendant" -> relatives(filter, values);
            default -> property(filter).map(property -> having(property, values));
        };
    }

    /** Those whose parent, child, ancestor or descendant is one of the codes. */
    private Outcome<RoaringBitmap> relatives(Filter filter, List<String> codes) {
        return codes(filter, codes).map(named -> {
            var found = new RoaringBitmap();
            named.forEach((int code) -> found.or(
                    switch (filter.property()) {
                        case "parent" -> system.children(code);
                        case "child" -> RoaringBitmap.bitmapOf(system.parents(code));
                        case "ancestor" -> system.descendants(code);
                        default -> system.ancestors(code);
                    }));
            return found;
        });
    }

    private RoaringBitmap having(int property, List<String> values) {
        return values.stream()
                .map(value -> system.having(property, value))
                .reduce(new RoaringBitmap(), (a, b) -> RoaringBitmap.or(a, b));
    }

    /** Concepts with a mark: those that say it of themselves and those that deny it; a third kind says nothing. */
    private Outcome<RoaringBitmap> flagged(Filter filter, List<String> values, RoaringBitmap marked) {
        var property = system.meaning(filter.property());
        if (property == CodeSystemIndex.NONE) {
            return values.contains("true") ? Outcome.of(marked) : Outcome.of(new RoaringBitmap());
        }
        return Outcome.of(having(property, values));
    }

    private Outcome<Integer> property(Filter filter) {
        var property = system.property(filter.property());
        return property == CodeSystemIndex.NONE ? unknownProperty(filter) : Outcome.of(property);
    }

    private Outcome<RoaringBitmap> exists(Filter filter) {
        if (filter.property().equals("child")) {
            return truth(filter, system.parentsOf());
        }
        return property(filter).then(property -> truth(filter, system.having(property)));
    }

    private Outcome<RoaringBitmap> truth(Filter filter, RoaringBitmap having) {
        return switch (filter.value()) {
            case "true" -> Outcome.of(having);
            case "false" -> Outcome.of(RoaringBitmap.andNot(system.all(), having));
            default -> refused(filter, "'exists' asks for true or false");
        };
    }

    private <T> Outcome<T> unknownProperty(Filter filter) {
        return refused(filter, "there is no property '" + filter.property() + "'");
    }

    private <T> Outcome<T> refused(Filter filter, String what) {
        var at = system.id() + " filter " + filter.property() + " " + filter.op();
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(at, what))));
    }
}
