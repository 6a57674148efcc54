package org.healthsphere.node.research;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/**
 * The records of this hospital as columns in memory, for cohorts. All of it comes from the store and follows its changes one by
 * one; thrown away, it is the same again.
 */
public final class ResearchColumns {
    private static final int BATCH = 10_000;
    private static final String PATIENT = "Patient";

    private final ResourceStore store;
    private final FactDictionary dictionary = new FactDictionary();
    private final SortedMap<String, PatientRow> rows = new TreeMap<>();
    private long read;
    private long changed;
    private long seenErasures;
    private Optional<ColumnSnapshot> newest = Optional.empty();

    public ResearchColumns(ResourceStore store) {
        this.store = store;
    }

    /** All that is committed now, frozen. */
    synchronized ColumnSnapshot snapshot() {
        var erasures = store.erasures();
        if (erasures != seenErasures) {
            forget();
            seenErasures = erasures;
        }
        try (var changes = store.changesAfter(read)) {
            var edits = new Edits();
            changes.forEach(edits::take);
            edits.apply();
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        var snapshot =
                newest.orElseGet(() -> new ColumnSnapshot(rows, dictionary.kinds(), dictionary.units(), changed));
        newest = Optional.of(snapshot);
        return snapshot;
    }

    /** Half of a change is worse than nothing: the next snapshot begins anew. */
    private void forget() {
        rows.clear();
        newest = Optional.empty();
        read = 0;
    }

    /** The changes of many resources, so that each patient is packed once for all of them. */
    private final class Edits {
        private final Map<String, Edit> edits = new HashMap<>();
        private int taken;

        void take(StoredResource resource) {
            if (taken++ >= BATCH) {
                apply();
            }
            previous(resource)
                    .ifPresent(before -> FactReader.facts(before)
                            .forEach(fact ->
                                    of(before.patient().orElseThrow(), resource).remove(fact)));
            FactReader.facts(resource)
                    .forEach(fact ->
                            of(resource.patient().orElseThrow(), resource).add(fact));
            if (resource.id().type().equals(PATIENT)) {
                of(resource.id().id(), resource).demographics = FactReader.demographics(resource);
            }
            read = resource.change();
        }

        /** What this version takes the place of, unless that was erased; its facts may be those of another patient. */
        private Optional<StoredResource> previous(StoredResource resource) {
            return resource.version() == 1 ? Optional.empty() : store.version(resource.id(), resource.version() - 1);
        }

        private Edit of(String patient, StoredResource because) {
            changed = Math.max(changed, because.change());
            return edits.computeIfAbsent(
                    patient, id -> new Edit(Objects.requireNonNullElse(rows.get(id), PatientRow.EMPTY), dictionary));
        }

        void apply() {
            edits.forEach(
                    (patient, edit) -> rows.put(patient, PatientRow.of(edit.demographics, edit.facts, dictionary)));
            newest = edits.isEmpty() ? newest : Optional.empty();
            edits.clear();
            taken = 0;
        }
    }

    private static final class Edit {
        private final List<RecordFact> facts;
        private Optional<Demographics> demographics;

        Edit(PatientRow row, FactDictionary dictionary) {
            this.facts = new ArrayList<>(row.unpacked(dictionary));
            this.demographics = row.demographics();
        }

        void add(RecordFact fact) {
            facts.add(fact);
        }

        void remove(RecordFact fact) {
            if (!facts.remove(fact)) {
                throw new IllegalStateException("the columns are out of step with the store");
            }
        }
    }
}
