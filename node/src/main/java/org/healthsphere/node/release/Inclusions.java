package org.healthsphere.node.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Gathers what is to come with the matches of a search, under the filter of the search itself: nothing that is hidden is included,
 * and nothing is reached through it.
 */
public final class Inclusions {
    private static final int MOST = 1_000;

    private final ResourceStore store;
    private final ResourceIndex index;
    private final ReleaseFilter filter;
    private final Sight sight;

    public Inclusions(ResourceStore store, ResourceIndex index, ReleaseFilter filter) {
        this.store = store;
        this.index = index;
        this.filter = filter;
        this.sight = new Sight(store, filter);
    }

    /** Each once, and none that is a match; {@link Fault.TooCostly} when there are too many. */
    public Outcome<List<StoredResource>> of(List<StoredResource> matches, List<Include> includes) {
        Map<ResourceId, StoredResource> seen = new LinkedHashMap<>();
        matches.forEach(m -> seen.put(m.id(), m));
        Outcome<List<StoredResource>> last = Outcome.of(matches);
        var applied = includes;
        while (last instanceof Outcome.Success<List<StoredResource>>(var from)
                && !from.isEmpty()
                && !applied.isEmpty()) {
            last = round(from, applied, seen);
            if (seen.size() > matches.size() + MOST) {
                return Outcome.failed(new Fault.TooCostly(
                        "more than " + MOST + " resources would be included; ask for fewer matches with _count"));
            }
            applied = includes.stream().filter(Include::iterate).toList();
        }
        return last.map(_ -> List.copyOf(seen.values()).subList(matches.size(), seen.size()));
    }

    /** What comes newly by these includes. */
    private Outcome<List<StoredResource>> round(
            List<StoredResource> from, List<Include> includes, Map<ResourceId, StoredResource> seen) {
        List<StoredResource> fresh = new ArrayList<>();
        for (var include : includes) {
            switch (include.reverse() ? pointing(from, include) : pointedTo(from, include)) {
                case Outcome.Success<List<ResourceId>>(var ids) ->
                    visible(ids).forEach(resource -> {
                        if (seen.putIfAbsent(resource.id(), resource) == null) {
                            fresh.add(resource);
                        }
                    });
                case Outcome.Failure<List<ResourceId>>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(fresh);
    }

    private List<StoredResource> visible(Collection<ResourceId> ids) {
        return ids.stream()
                .flatMap(id -> store.get(id).stream())
                .filter(resource -> !resource.deleted() && sight.lets(resource))
                .toList();
    }

    private Outcome<List<ResourceId>> pointedTo(List<StoredResource> from, Include include) {
        Outcome<List<ResourceId>> all = Outcome.of(new ArrayList<>());
        for (var resource : from) {
            all = all.then(found -> index.targets(resource, include).map(targets -> {
                found.addAll(targets);
                return found;
            }));
        }
        return all;
    }

    private Outcome<List<ResourceId>> pointing(List<StoredResource> from, Include include) {
        var names = from.stream()
                .map(StoredResource::id)
                .filter(id -> include.target().map(id.type()::equals).orElse(true))
                .map(ResourceId::toString)
                .toList();
        if (names.isEmpty()) {
            return Outcome.of(List.of());
        }
        var criterion = new Criterion(include.parameter(), "", names);
        var query = new Query(include.type(), List.of(criterion), List.of(), MOST + 1, Optional.empty());
        // What it points to is of no interest here, but whether the include names a reference is.
        return index.targets(from.getFirst(), include)
                .then(_ -> index.search(query, filter))
                .map(ResourceIndex.Page::matches);
    }
}
