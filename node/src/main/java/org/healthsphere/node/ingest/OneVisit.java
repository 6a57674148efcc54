package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/**
 * Two visits that turn out to be one (A42 of two that are known): what belonged to the one belongs to the other, which has its
 * numbers and diagnoses too; the one stays, told to be an error and part of the other.
 *
 * @param gone the Encounter that is no visit of its own any more
 * @param remaining the visit that both are
 */
record OneVisit(StoredResource gone, StoredResource remaining) {
    /** In a note of what changed: by member what it was and what it has become. */
    static final String MEMBERS = "members";

    private static final String ENCOUNTER = "Encounter";

    static Optional<OneVisit> of(VisitMoves.Move move, ResourceStore store) {
        return move.visit()
                .flatMap(id -> there(id, store))
                .flatMap(gone -> move.into().flatMap(id -> there(id, store)).map(one -> new OneVisit(gone, one)));
    }

    private static Optional<StoredResource> there(String id, ResourceStore store) {
        return store.get(new ResourceId(ENCOUNTER, id)).filter(resource -> !resource.deleted());
    }

    /** What changes of a record, and to what. Where something came from is told as before: a Provenance is history. */
    Map<StoredResource, ObjectNode> unite(List<StoredResource> record) {
        var changed = new LinkedHashMap<StoredResource, ObjectNode>();
        record.stream()
                .filter(resource -> !resource.id().equals(gone.id())
                        && !resource.id().equals(remaining.id())
                        && !resource.id().type().equals("Provenance")
                        && resource.json().utf8().contains('"' + gone.id().toString() + '"'))
                .forEach(resource -> changed.put(resource, referring(Json.tree(resource.json()))));
        changed.put(gone, ended());
        changed.put(remaining, grown());
        return changed;
    }

    private ObjectNode referring(ObjectNode json) {
        Json.objects(json, object -> {
            if (object.path("reference").asText("").equals(gone.id().toString())) {
                object.put("reference", remaining.id().toString());
            }
        });
        return json;
    }

    private ObjectNode ended() {
        var json = Json.tree(gone.json()).put("status", "entered-in-error");
        json.set("partOf", Json.object().put("reference", remaining.id().toString()));
        return json;
    }

    private ObjectNode grown() {
        var json = Json.tree(remaining.json());
        var other = Json.tree(gone.json());
        for (var number : other.path("identifier")) {
            if (number instanceof ObjectNode old && !contains(json.path("identifier"), old)) {
                json.withArray("/identifier").add(old.deepCopy().put("use", "old"));
            }
        }
        for (var diagnosis : other.path("diagnosis")) {
            if (!contains(json.path("diagnosis"), diagnosis)) {
                json.withArray("/diagnosis").add(diagnosis.deepCopy());
            }
        }
        return json;
    }

    private static boolean contains(JsonNode list, JsonNode element) {
        return Json.elements(list).anyMatch(element::equals);
    }

    static ObjectNode difference(ObjectNode before, ObjectNode after) {
        var names = new LinkedHashSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.remove("meta");
        var difference = Json.object();
        names.stream()
                .filter(name -> !before.path(name).equals(after.path(name)))
                .forEach(name ->
                        difference.putArray(name).add(member(before, name)).add(member(after, name)));
        return difference;
    }

    private static JsonNode member(ObjectNode json, String name) {
        return json.has(name) ? json.path(name) : NullNode.getInstance();
    }

    /** Every member that is still what it has become is again what it was. */
    static void takeBack(ObjectNode json, JsonNode difference) {
        difference.properties().forEach(member -> {
            var name = member.getKey();
            if (member(json, name).equals(member.getValue().path(1))) {
                if (member.getValue().path(0).isNull()) {
                    json.remove(name);
                } else {
                    json.set(name, member.getValue().path(0));
                }
            }
        });
    }
}
