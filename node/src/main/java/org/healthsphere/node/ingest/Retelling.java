package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Telling.Told;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * One commit that makes the record what it would be if some messages had been mapped as they are now.
 *
 * <p>Each resource that one of them tells of, or told of, is told anew from nothing, or from what no kept message explains, by all
 * messages that tell of it, in the order in which they came. What none of them tells any more is withdrawn: deleted, its history
 * kept. A resource that somebody has written to by another way since is left as it is.
 */
final class Retelling {
    private static final Instant NO_TIME = Instant.EPOCH;

    private final ResourceStore store;
    private final Lineage lineage;
    private final Telling telling;
    private final Originals originals;
    private final Instant now;
    private final Map<ResourceId, Optional<StoredResource>> wanted = new LinkedHashMap<>();
    private final Map<ResourceId, Set<String>> sources = new HashMap<>();
    private final Map<ResourceId, Write> writes = new LinkedHashMap<>();
    private final Map<ResourceId, String> left = new TreeMap<>();

    Retelling(ResourceStore store, Lineage lineage, Telling telling, Originals originals, Instant now) {
        this.store = store;
        this.lineage = lineage;
        this.telling = telling;
        this.originals = originals;
        this.now = now;
    }

    /**
     * What is to be written.
     *
     * @param withdrawn how many resources
     * @param left what is left as it is, and why
     */
    record Plan(Commit commit, int changed, int withdrawn, Map<ResourceId, String> left) {}

    /** @param chosen each with what it comes to now */
    Plan plan(List<Told> chosen) {
        var touching = touching(chosen);
        touching.forEach(this::retell);
        wanted.forEach((id, state) -> write(id, versioned(id, state)));
        var told = Set.copyOf(writes.keySet());
        chosen.forEach(one -> provenances(one, told));
        var changed =
                told.stream().filter(id -> writes.get(id) instanceof Write.Put).count();
        return new Plan(
                new Commit(List.copyOf(writes.values()), marks(chosen)),
                (int) changed,
                told.size() - (int) changed,
                Map.copyOf(left));
    }

    /** The messages by the resources that they told of or tell of. */
    private Map<ResourceId, List<Told>> touching(List<Told> chosen) {
        var touching = new LinkedHashMap<ResourceId, List<Told>>();
        for (var one : chosen) {
            var ids = new LinkedHashSet<ResourceId>();
            one.of()
                    .places()
                    .forEach(place -> targets(one.of().provenance(place)).forEach(ids::add));
            one.drafts().forEach(draft -> ids.add(draft.id()));
            var replaced = ids.stream().flatMap(id -> replacedBy(id, one)).toList();
            replaced.forEach(id -> touching.computeIfAbsent(id, _ -> new ArrayList<>()));
            ids.forEach(
                    id -> touching.computeIfAbsent(id, _ -> new ArrayList<>()).add(one));
        }
        return touching;
    }

    /** What a document that is here replaces is told anew with it. */
    private Stream<ResourceId> replacedBy(ResourceId document, Told one) {
        return Optional.of(document)
                .filter(id -> id.type().equals(DocumentVersions.DOCUMENT))
                .flatMap(store::get)
                .filter(there -> !there.deleted())
                .stream()
                .flatMap(there -> versions(one.of().id().source()).replacedBy(Json.tree(there.json()), there.patient()))
                .filter(id -> store.get(id).filter(there -> !there.deleted()).isPresent());
    }

    private DocumentVersions versions(String source) {
        return new DocumentVersions(source, new Identities(new StoreSink(store)));
    }

    /** A document that another one replaces is superseded, whichever of them came first. */
    private Optional<StoredResource> versioned(ResourceId id, Optional<StoredResource> state) {
        if (!id.type().equals(DocumentVersions.DOCUMENT) || state.isEmpty()) {
            return state;
        }
        var patient = state.get().patient();
        var document = Json.tree(state.get().json());
        var isReplaced = sources.getOrDefault(id, Set.of()).stream()
                .anyMatch(source -> versions(source).isReplaced(id, document, patient, this::willSay));
        return isReplaced
                ? Optional.of(new StoredResource(
                        id, 0, 0, NO_TIME, patient, false, Json.bytes(document.put("status", "superseded"))))
                : state;
    }

    private Optional<ObjectNode> willSay(ResourceId id) {
        return wanted.getOrDefault(id, store.get(id).filter(there -> !there.deleted()))
                .map(resource -> Json.tree(resource.json()));
    }

    private List<ResourceId> targets(ResourceId provenance) {
        return store.get(provenance)
                .filter(stored -> !stored.deleted())
                .map(stored -> targets(Json.tree(stored.json())).toList())
                .orElse(List.of());
    }

    static Stream<ResourceId> targets(ObjectNode provenance) {
        return Json.elements(provenance.path("target"))
                .map(target -> target.path("reference").asText().split("/", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new ResourceId(parts[0], parts[1]));
    }

    private void retell(ResourceId id, List<Told> chosen) {
        var descent = lineage.of(
                id,
                chosen.stream()
                        .filter(one -> one.draft(id).isPresent())
                        .map(Told::of)
                        .toList());
        if (chosen.stream().anyMatch(one -> one.of().after() < descent.floor())) {
            left.put(id, "was changed since, by another way or by a message that is kept no longer");
            return;
        }
        var base = descent.floor() == 0 ? Optional.<StoredResource>empty() : asOf(id, descent.floor());
        var state = base.filter(r -> !r.deleted());
        for (var message : descent.messages()) {
            if (message.after() >= descent.floor()) {
                switch (telling.of(message)) {
                    case Outcome.Success<Told>(var told) -> state = after(state, told, id);
                    case Outcome.Failure<Told>(var fault) -> {
                        left.put(id, "another message that tells of it cannot be mapped now: " + Faults.text(fault));
                        return;
                    }
                }
            }
        }
        sources.put(
                id,
                descent.messages().stream()
                        .map(message -> message.id().source())
                        .collect(Collectors.toSet()));
        wanted.put(id, state);
    }

    private Optional<StoredResource> asOf(ResourceId id, long change) {
        return store.history(id).stream().filter(r -> r.change() <= change).findFirst();
    }

    /** The resource once this message has told of it too. */
    private static Optional<StoredResource> after(Optional<StoredResource> state, Told told, ResourceId id) {
        return told.draft(id)
                .flatMap(draft -> {
                    var own = new Draft(
                            id,
                            draft.patient(),
                            draft.json().deepCopy(),
                            draft.cleared(),
                            draft.onExisting(),
                            draft.spared());
                    var before = state.map(resource -> Json.tree(resource.json()));
                    return Merge.write(told.isAsSent() ? own : Unknowns.told(own, before), state, before);
                })
                .flatMap(write -> write instanceof Write.Put put ? Optional.of(supposed(put)) : Optional.empty())
                .or(() -> state);
    }

    private static StoredResource supposed(Write.Put put) {
        return new StoredResource(put.id(), 0, 0, NO_TIME, put.patient(), false, put.json());
    }

    private void write(ResourceId id, Optional<StoredResource> wanted) {
        var there = store.get(id).filter(r -> !r.deleted());
        if (wanted.isEmpty()) {
            there.ifPresent(r -> writes.put(id, new Write.Delete(id, OptionalLong.of(r.version()))));
            return;
        }
        var same = there.filter(r -> r.patient().equals(wanted.get().patient())
                && Merge.same(Json.tree(r.json()), Json.tree(wanted.get().json())));
        if (same.isEmpty()) {
            var version = there.map(StoredResource::version).orElse(0L);
            writes.put(
                    id,
                    new Write.Put(
                            id,
                            OptionalLong.of(version),
                            wanted.get().patient(),
                            wanted.get().json()));
        }
    }

    /** Where things come from, once more: with the mapping of now. */
    private void provenances(Told one, Set<ResourceId> written) {
        var wanted = new HashMap<ResourceId, Draft>();
        one.mapped()
                .map(mapped -> Provenances.of(one.of().id(), mapped.mapping(), targets(one, written), now))
                .orElse(List.of())
                .forEach(draft -> wanted.put(draft.id(), draft));
        var places = new TreeSet<>(one.of().places());
        places.addAll(one.places());
        for (var place : places) {
            var id = one.of().provenance(place);
            var there = store.get(id).filter(r -> !r.deleted());
            if (wanted.containsKey(id)) {
                told(wanted.get(id), there, written);
            } else {
                there.flatMap(r -> gone(one, r)).ifPresent(write -> writes.put(id, write));
            }
        }
    }

    /** Of a message that can be divided those that it made or changed; of another all that it tells. */
    private List<Draft> targets(Told one, Set<ResourceId> written) {
        if (one.of().whole()) {
            return one.drafts();
        }
        var before = new TreeSet<ResourceId>();
        one.of().places().forEach(place -> before.addAll(targets(one.of().provenance(place))));
        return one.drafts().stream()
                .filter(draft -> before.contains(draft.id()) || written.contains(draft.id()))
                .toList();
    }

    private void told(Draft wanted, Optional<StoredResource> there, Set<ResourceId> written) {
        var json = Json.bytes(named(wanted));
        var touched = targets(wanted.json()).anyMatch(written::contains);
        if (touched
                || there.filter(r -> sameOrigin(Json.tree(r.json()), Json.tree(json)))
                        .isEmpty()) {
            var version = there.map(StoredResource::version).orElse(0L);
            writes.put(wanted.id(), new Write.Put(wanted.id(), OptionalLong.of(version), wanted.patient(), json));
        }
    }

    private static ObjectNode named(Draft draft) {
        var named = Json.object();
        named.put("resourceType", draft.id().type()).put("id", draft.id().id());
        named.setAll(draft.json());
        return named;
    }

    private static boolean sameOrigin(ObjectNode before, ObjectNode after) {
        before.remove("recorded");
        after.remove("recorded");
        return Merge.same(before, after);
    }

    /** A message that was withdrawn keeps its Provenance, which says so; one that tells nothing of a patient has none. */
    private Optional<Write> gone(Told one, StoredResource provenance) {
        var version = OptionalLong.of(provenance.version());
        if (!one.of().withdrawn()) {
            return Optional.of(new Write.Delete(provenance.id(), version));
        }
        var json = Json.tree(provenance.json());
        if (json.has("activity")) {
            return Optional.empty();
        }
        json.put("recorded", now.toString());
        json.putObject("activity")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-DataOperation")
                .put("code", "NULLIFY");
        return Optional.of(new Write.Put(provenance.id(), version, provenance.patient(), Json.bytes(json)));
    }

    /** Identifiers that mean nobody yet, and the ways from new Provenances to the message. */
    private List<Commit.Mark> marks(List<Told> chosen) {
        var marks = new LinkedHashMap<String, Commit.Mark>();
        for (var one : chosen) {
            one.marks().stream()
                    .filter(mark -> store.mark(mark.space(), mark.key()).isEmpty())
                    .forEach(mark -> marks.put(mark.space() + "/" + mark.key(), mark));
            originals
                    .pointers(one.of(), one.places())
                    .forEach(mark -> marks.put(mark.space() + "/" + mark.key(), mark));
        }
        return List.copyOf(marks.values());
    }
}
