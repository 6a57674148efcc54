package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A gate that cannot say of some things now whether they may be seen. */
public record UncertainGate(ReleaseGate gate, Predicate<ResourceId> unread, Predicate<Query> unsought)
        implements ReleaseGate {
    public static final Fault UNKNOWN = new Fault.Unavailable("a fresh view of consent");

    /** One that cannot say it of what is read. */
    public static UncertainGate of(ReleaseGate gate, Predicate<ResourceId> unread) {
        return new UncertainGate(gate, unread, _ -> false);
    }

    @Override
    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return unread.test(id) ? Outcome.failed(UNKNOWN) : gate.read(access, id);
    }

    @Override
    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return unread.test(id) ? Outcome.failed(UNKNOWN) : gate.version(access, id, version);
    }

    @Override
    public Outcome<Past.Page> history(Access access, Past past) {
        return gate.history(access, past);
    }

    @Override
    public Outcome<List<ResourceId>> matching(Access access, Query query) {
        return unsought.test(query) ? Outcome.failed(UNKNOWN) : gate.matching(access, query);
    }

    @Override
    public Outcome<Released> search(Access access, Query query) {
        return unsought.test(query) ? Outcome.failed(UNKNOWN) : gate.search(access, query);
    }

    @Override
    public Outcome<Released> export(Access access, Query query) {
        return unsought.test(query) ? Outcome.failed(UNKNOWN) : gate.export(access, query);
    }

    @Override
    public Outcome<Set<String>> exportable(Access access, List<Query> queries) {
        return gate.exportable(access, queries);
    }

    @Override
    public Outcome<List<StoredResource>> including(
            Access access, List<StoredResource> matches, List<Include> includes) {
        return gate.including(access, matches, includes);
    }
}
