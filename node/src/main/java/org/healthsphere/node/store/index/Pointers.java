package org.healthsphere.node.store.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.SearchParameter.Kind;

/** Finds in the bytes of a resource what it points to by a search parameter. */
final class Pointers {
    private final SearchParameters parameters;
    private final Map<String, Extractor> extractors = new ConcurrentHashMap<>();

    Pointers(SearchParameters parameters) {
        this.parameters = parameters;
    }

    Set<ResourceId> of(StoredResource resource, Include include) {
        var extractor = extractor(include);
        if (!include.type().equals(Include.ANY)
                && !include.type().equals(resource.id().type())) {
            return Set.of();
        }
        Set<ResourceId> targets = new LinkedHashSet<>();
        extractor.extract(resource.id().type(), resource.json(), found -> {
            if (found instanceof Found.Reference(var _, var reference)) {
                References.local(reference)
                        .filter(id -> include.target().map(id.type()::equals).orElse(true))
                        .ifPresent(targets::add);
            }
        });
        return targets;
    }

    /** Refused when the include names no reference. */
    private Extractor extractor(Include include) {
        var key = include.type() + ":" + include.parameter();
        var known = extractors.get(key);
        if (known != null) {
            return known;
        }
        var all = include.parameter().equals(Include.ANY);
        var one = all ? List.<SearchParameter>of() : List.of(reference(include));
        var extractor = new Extractor(type -> all ? references(type) : one);
        extractors.put(key, extractor);
        return extractor;
    }

    private List<SearchParameter> references(String type) {
        return parameters.of(type).stream()
                .filter(p -> p.kind() == Kind.REFERENCE)
                .toList();
    }

    private SearchParameter reference(Include include) {
        return parameters
                .find(include.type(), include.parameter())
                .filter(p -> p.kind() == Kind.REFERENCE && parameters.types().contains(include.type()))
                .orElseThrow(() -> new Refused("_include", "names no reference: " + include));
    }
}
