package org.healthsphere.terminology.index;

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
        return switch (filter.op()) {
            case "is-a", "descendent-of", "is-not-a", "generalizes" -> hierarchy(filter);
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
                    case "generalizes" -> RoaringBitmap.or(system.ancestors(concept), self);
                    default -> RoaringBitmap.andNot(system.all(), RoaringBitmap.or(system.descendants(concept), self));
                });
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

    private Outcome<RoaringBitmap> properties(Filter filter, List<String> values) {
        var property = system.property(filter.property());
        if (property == CodeSystemIndex.NONE) {
            return unknownProperty(filter);
        }
        return Outcome.of(values.stream()
                .map(value -> system.having(property, value))
                .reduce(new RoaringBitmap(), (a, b) -> RoaringBitmap.or(a, b)));
    }

    private Outcome<RoaringBitmap> exists(Filter filter) {
        var property = system.property(filter.property());
        if (property == CodeSystemIndex.NONE) {
            return unknownProperty(filter);
        }
        return switch (filter.value()) {
            case "true" -> Outcome.of(system.having(property));
            case "false" -> Outcome.of(RoaringBitmap.andNot(system.all(), system.having(property)));
            default -> refused(filter, "'exists' asks for true or false");
        };
    }

    private Outcome<RoaringBitmap> unknownProperty(Filter filter) {
        return refused(filter, "there is no property '" + filter.property() + "'");
    }

    private Outcome<RoaringBitmap> refused(Filter filter, String what) {
        var at = system.id() + " filter " + filter.property() + " " + filter.op();
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(at, what))));
    }
}
