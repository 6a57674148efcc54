package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Inclusions;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.release.Sight;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A gate with one filter for everybody, for tests of what is around it. */
public final class OpenGate implements ReleaseGate {
    private final ResourceStore store;
    private final ResourceIndex index;
    private final ReleaseFilter filter;

    public OpenGate(ResourceStore store, ResourceIndex index) {
        this(store, index, ReleaseFilter.everything());
    }

    public OpenGate(ResourceStore store, ResourceIndex index, ReleaseFilter filter) {
        this.store = store;
        this.index = index;
        this.filter = filter;
    }

    @Override
    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return shown(id, store.get(id));
    }

    @Override
    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return shown(id, store.version(id, version).filter(new Sight(store, filter)::letsVersion));
    }

    private Outcome<StoredResource> shown(ResourceId id, Optional<StoredResource> found) {
        var visible = found.filter(new Sight(store, filter)::lets);
        if (visible.isEmpty()) {
            return Outcome.failed(new Fault.NotFound(id.toString()));
        }
        return visible.get().deleted() ? Outcome.failed(new Fault.Gone(id.toString())) : Outcome.of(visible.get());
    }

    @Override
    public Outcome<Past.Page> history(Access access, Past past) {
        var sight = new Sight(store, filter);
        return past.of(store, sight::letsVersion)
                .then(page -> past.id().isPresent()
                                && past.id()
                                        .flatMap(store::get)
                                        .filter(sight::lets)
                                        .isEmpty()
                        ? Outcome.failed(new Fault.NotFound(past.id().get().toString()))
                        : Outcome.of(page));
    }

    @Override
    public Outcome<List<ResourceId>> matching(Access access, Query query) {
        return index.search(query, filter).map(page -> page.matches());
    }

    @Override
    public Outcome<List<StoredResource>> including(
            Access access, List<StoredResource> matches, List<Include> includes) {
        return new Inclusions(store, index, filter).of(matches, includes);
    }

    @Override
    public Outcome<Released> export(Access access, Query query) {
        return search(access, query);
    }

    @Override
    public Outcome<Set<String>> exportable(Access access, List<Query> queries) {
        return Outcome.of(queries.stream()
                .filter(query -> index.search(query, filter).orElseThrow().total() > 0)
                .map(Query::type)
                .collect(Collectors.toSet()));
    }

    @Override
    public Outcome<Released> search(Access access, Query query) {
        return index.search(query, filter)
                .map(page -> new Released(
                        page.matches().stream()
                                .flatMap(id -> store.get(id).stream())
                                .filter(r -> !r.deleted())
                                .toList(),
                        page.total(),
                        page.next()));
    }
}
