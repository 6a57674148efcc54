package org.healthsphere.node.store.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.Bounds.Demand;
import org.healthsphere.node.store.Bounds.Part;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.specs.Coding;

/** Says of one resource what a search with the same filter would: whether it may be seen. For reads and histories. */
public final class Visibility {
    private static final Extractor EXTRACTOR = new Extractor(_ -> List.of(About.CODE, About.LABEL));
    private static final Extractor TRAITS = new Extractor(type -> Stream.concat(
                    CareDates.of(SearchParameters.r4(), type).stream(),
                    Stream.of(About.CODE, About.LABEL, About.AUTHOR, About.BELONGING))
            .toList());
    private static final Extractor TOKENS = new Extractor(type -> SearchParameters.r4().of(type).stream()
            .filter(p -> p.kind() == Kind.TOKEN)
            .toList());

    private Visibility() {}

    public static boolean lets(ReleaseFilter filter, StoredResource resource) {
        return (filter.bounds().areNone() || isWithin(filter.bounds(), resource)) && letsContent(filter, resource);
    }

    private static boolean isWithin(Bounds bounds, StoredResource resource) {
        return bounds.parts(resource.id().type()).stream().anyMatch(part -> isIn(part, resource));
    }

    /**
     * Whether a resource is within the bounds of somebody's writing: what belongs to no patient is not within those of a patient's
     * record, although it may be read with it.
     */
    public static boolean mayWrite(Bounds bounds, StoredResource resource) {
        return bounds.parts(resource.id().type()).stream()
                .anyMatch(part -> (part.patient().isEmpty() || part.patient().equals(resource.patient()))
                        && (part.demands().isEmpty() || meets(part.demands(), resource)));
    }

    private static boolean isIn(Part part, StoredResource resource) {
        var ofPatient = part.patient().isEmpty()
                || resource.patient().isEmpty()
                || part.patient().equals(resource.patient());
        return ofPatient && (part.demands().isEmpty() || meets(part.demands(), resource));
    }

    /** What was deleted says nothing of itself any more, and meets nothing. */
    private static boolean meets(Set<Demand> demands, StoredResource resource) {
        if (resource.deleted()) {
            return false;
        }
        Set<Demand> met = new HashSet<>();
        TOKENS.extract(resource.id().type(), resource.json(), found -> {
            if (found instanceof Found.Token token) {
                demands.stream()
                        .filter(demand ->
                                demand.parameter().equals(token.parameter().name()))
                        .filter(demand -> demand.anyOf().stream().anyMatch(value -> Bounded.says(token, value)))
                        .forEach(met::add);
            }
        });
        return met.equals(demands);
    }

    private static boolean letsContent(ReleaseFilter filter, StoredResource resource) {
        var patient = resource.patient();
        return patient.isEmpty() || !hides(filter.hiddenOf(patient.get()), resource);
    }

    private static boolean hides(Hidden hidden, StoredResource resource) {
        return hidden.all() || hidden.types().contains(resource.id().type()) || hidesContent(hidden, resource);
    }

    private static boolean hidesContent(Hidden hidden, StoredResource resource) {
        if (resource.deleted() || !hidden.byContent()) {
            return false;
        }
        return hidesByTerms(hidden, resource) || hidesOthers(hidden, resource);
    }

    private static boolean hidesByTerms(Hidden hidden, StoredResource resource) {
        if (hidden.labels().isEmpty() && hidden.codes().isEmpty()) {
            return false;
        }
        Set<Coding> hits = new HashSet<>();
        EXTRACTOR.extract(resource.id().type(), resource.json(), found -> {
            if (found instanceof Found.Token(var parameter, var system, var code, var _)) {
                var coding = new Coding(system, code);
                var hiding = parameter.equals(About.CODE) ? hidden.codes() : hidden.labels();
                if (hiding.contains(coding)) {
                    hits.add(coding);
                }
            }
        });
        return !hits.isEmpty();
    }

    private static boolean hidesOthers(Hidden hidden, StoredResource resource) {
        if (hidden.others().isEmpty()) {
            return false;
        }
        var traits = traits(resource);
        return hidden.others().stream().anyMatch(portion -> Portions.holds(portion, resource, traits));
    }

    private static Portions.Traits traits(StoredResource resource) {
        Set<Coding> labels = new HashSet<>();
        Set<Coding> codes = new HashSet<>();
        Set<String> authors = new HashSet<>();
        Set<String> belongings = new HashSet<>();
        Set<DateRange> dates = new HashSet<>();
        var type = resource.id().type();
        TRAITS.extract(type, resource.json(), found -> {
            switch (found) {
                case Found.Token(var p, var system, var code, var _) ->
                    (p.equals(About.CODE) ? codes : labels).add(new Coding(system, code));
                case Found.Reference(var p, var reference) ->
                    (p.equals(About.AUTHOR) ? authors : belongings).add(References.current(reference));
                case Found.Time(var _, var range) -> dates.add(range);
                case Found other -> {
                    // Words beside a code, an identifier in a reference: they tell none of these.
                }
            }
        });
        var dated = !CareDates.of(SearchParameters.r4(), type).isEmpty();
        return new Portions.Traits(labels, codes, authors, belongings, dates, dated);
    }
}
