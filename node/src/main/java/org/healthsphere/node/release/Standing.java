package org.healthsphere.node.release;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.Visibility;

/**
 * Whether what was released may leave still: consent says the same, nobody was erased since, and nothing of it was deleted or hidden by what
 * came since. It costs what changed since it was last asked. Any thread may ask.
 */
final class Standing implements BooleanSupplier {
    private final ResourceStore store;
    private final Supplier<ReleaseFilter> filters;
    private final ReleaseFilter filter;
    private final Set<ResourceId> released = new HashSet<>();
    private final long erasures;
    private long seen;
    private boolean ended;

    /**
     * Before anything is read of what is released.
     *
     * @param filters what consent says, now
     */
    Standing(ResourceStore store, Supplier<ReleaseFilter> filters, ReleaseFilter filter) {
        this.store = store;
        this.filters = filters;
        this.filter = filter;
        this.erasures = store.erasures();
        this.seen = store.lastChange();
    }

    /** What it is about. */
    Standing of(PatientRelease release) {
        release.records().forEach(resource -> released.add(resource.id()));
        return this;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        ended = ended || !filters.get().equals(filter) || store.erasures() != erasures || isHidden();
        return !ended;
    }

    private boolean isHidden() {
        var head = store.lastChange();
        if (head == seen) {
            return false;
        }
        try (var changes = store.changesAfter(seen)) {
            seen = head;
            return changes.anyMatch(this::hides);
        }
    }

    private boolean hides(StoredResource change) {
        return released.contains(change.id()) && (change.deleted() || !Visibility.lets(filter, change));
    }
}
