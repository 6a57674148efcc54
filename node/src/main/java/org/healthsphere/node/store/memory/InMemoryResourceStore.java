package org.healthsphere.node.store.memory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Erased;
import org.healthsphere.node.store.Mentions;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The reference: it keeps every promise of the store but to survive the process. */
public final class InMemoryResourceStore implements ResourceStore {
    private final InstantSource clock;
    private final Map<ResourceId, List<StoredResource>> versions = new HashMap<>();
    private final List<StoredResource> changes = new ArrayList<>();
    private final Map<String, NavigableMap<String, Mark>> marks = new HashMap<>();
    private long lastChange;
    private long erasures;

    public InMemoryResourceStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Outcome<List<StoredResource>> commit(Commit commit) {
        var refusal = refusal(commit);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get());
        }
        lastChange++;
        var now = Stamp.time(clock.instant());
        var written = commit.writes().stream()
                .map(write -> Versions.next(write, get(write.id()), lastChange, now))
                .toList();
        written.forEach(this::keep);
        commit.marks().forEach(this::keep);
        return Outcome.of(written);
    }

    private Optional<Fault> refusal(Commit commit) {
        return Versions.refusal(
                commit, this::get, mark -> mark(mark.space(), mark.key()).isPresent());
    }

    private void keep(StoredResource resource) {
        versions.computeIfAbsent(resource.id(), _ -> new ArrayList<>()).addFirst(resource);
        changes.add(resource);
    }

    private void keep(Mark mark) {
        var _ = marks.computeIfAbsent(mark.space(), _ -> new TreeMap<>()).put(mark.key(), mark);
    }

    @Override
    public synchronized Optional<StoredResource> get(ResourceId id) {
        return history(id).stream().findFirst();
    }

    @Override
    public synchronized Optional<StoredResource> version(ResourceId id, long version) {
        return history(id).stream().filter(r -> r.version() == version).findFirst();
    }

    @Override
    public synchronized List<StoredResource> history(ResourceId id) {
        return List.copyOf(versions.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized Optional<Bytes> mark(String space, String key) {
        return Optional.ofNullable(spaceOf(space).get(key)).map(Mark::value);
    }

    @Override
    public synchronized Stream<Mark> marks(String space) {
        return List.copyOf(spaceOf(space).values()).stream();
    }

    private NavigableMap<String, Mark> spaceOf(String space) {
        return marks.getOrDefault(space, new TreeMap<>());
    }

    @Override
    public synchronized void putMark(Mark mark) {
        lastChange++;
        keep(mark);
    }

    @Override
    public synchronized void removeMark(String space, String key) {
        lastChange++;
        var _ = spaceOf(space).remove(key);
    }

    @Override
    public synchronized Outcome<Erased> erase(String patient, Consumer<Set<ResourceId>> derived) {
        var gone = versions.keySet().stream().filter(id -> isOf(patient, id)).collect(Collectors.toSet());
        var marked = marks.values().stream()
                .mapToInt(space ->
                        space.values().removeIf(mark -> mark.patient().equals(Optional.of(patient))) ? 1 : 0)
                .sum();
        if (gone.isEmpty()
                && marked == 0
                && changes.stream().noneMatch(r -> r.patient().equals(Optional.of(patient)))) {
            return Outcome.failed(new Fault.NotFound("a record of this patient"));
        }
        gone.forEach(versions::remove);
        versions.replaceAll((_, all) -> new ArrayList<>(all.stream()
                .takeWhile(r -> !r.patient().equals(Optional.of(patient)))
                .toList()));
        var masked = versions.keySet().stream()
                .filter(id -> history(id).stream()
                        .anyMatch(r -> Mentions.patients(r.json()).contains(patient)))
                .sorted()
                .toList();
        masked.forEach(id -> mask(id, patient));
        changes.removeIf(r -> !history(r.id()).contains(r));
        derived.accept(gone);
        erasures++;
        putMark(new Mark(
                ERASURES, Long.toString(erasures), Bytes.utf8(clock.instant().toString())));
        return Outcome.of(new Erased(erasures, gone.size(), masked.size()));
    }

    private boolean isOf(String patient, ResourceId id) {
        return get(id).orElseThrow().patient().equals(Optional.of(patient));
    }

    private void mask(ResourceId id, String patient) {
        var before = history(id);
        var current = before.getFirst();
        var kept = before.stream().takeWhile(r -> !Mentions.isShared(r)).toList();
        if (kept.isEmpty()) {
            var json = Mentions.without(current.json(), patient);
            kept = commit(Commit.of(new Commit.Write.Put(id, OptionalLong.empty(), current.patient(), json)))
                    .orElseThrow();
        }
        versions.put(id, new ArrayList<>(kept));
    }

    @Override
    public synchronized long erasures() {
        return erasures;
    }

    @Override
    public void endErasures(Consumer<Set<ResourceId>> derived) {}

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public synchronized long lastChange() {
        return lastChange;
    }

    @Override
    public synchronized Stream<StoredResource> changesAfter(long change) {
        return changes.stream().filter(r -> r.change() > change).toList().stream();
    }

    @Override
    public synchronized Stream<StoredResource> changesUpTo(long change) {
        return changes.reversed().stream().filter(r -> r.change() <= change).toList().stream();
    }

    @Override
    public void close() {}
}
