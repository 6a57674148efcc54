package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.CanonicalJson;

/** What a message says meets what is stored: said replaces, unsaid stays, deleted goes. */
final class Merge {
    // Lists that grow: another message, another part of the truth.
    private static final List<String> GROWING = List.of("identifier", "link");
    private static final Set<String> SET_BY_STORE = Set.of("versionId", "lastUpdated");

    private Merge() {}

    /** The write that is needed, if any. */
    static Optional<Commit.Write> write(Draft draft, Optional<StoredResource> current) {
        if (current.isEmpty()) {
            return Optional.of(put(draft, 0, complete(draft, draft.json().deepCopy())));
        }
        if (draft.onExisting() == Draft.OnExisting.KEEP) {
            return Optional.empty();
        }
        var before = Json.tree(current.get().json());
        var after = draft.onExisting() == Draft.OnExisting.REPLACE ? replaced(before, draft) : merged(before, draft);
        return same(before, after)
                ? Optional.empty()
                : Optional.of(put(draft, current.get().version(), after));
    }

    /** The resource as it would be if nothing were there. */
    static ObjectNode alone(Draft draft) {
        return complete(draft, draft.json().deepCopy());
    }

    /** Two records of one message about the same resource, the later one second. */
    static Draft both(Draft first, Draft second) {
        return switch (second.onExisting()) {
            case KEEP -> first;
            case REPLACE -> second;
            case UPDATE -> {
                var cleared = new HashSet<>(first.cleared());
                cleared.addAll(second.cleared());
                var json = merged(first.json(), second);
                json.remove(List.of("resourceType", "id"));
                cleared.removeIf(json::has);
                yield new Draft(first.id(), second.patient(), json, cleared, stronger(first.onExisting()));
            }
        };
    }

    /** What was said beside a record that changes nothing changes something. */
    private static Draft.OnExisting stronger(Draft.OnExisting first) {
        return first == Draft.OnExisting.REPLACE ? first : Draft.OnExisting.UPDATE;
    }

    private static Commit.Write put(Draft draft, long expected, ObjectNode json) {
        return new Commit.Write.Put(draft.id(), OptionalLong.of(expected), draft.patient(), Json.bytes(json));
    }

    /** A label that was put on a resource does not fall off because its source does not know it. */
    private static ObjectNode replaced(ObjectNode before, Draft draft) {
        var after = draft.json().deepCopy();
        grow(after.withObject("/meta"), before.path("meta"), "security");
        return complete(draft, after);
    }

    private static ObjectNode merged(ObjectNode before, Draft draft) {
        var after = before.deepCopy();
        draft.json().properties().forEach(e -> {
            if (!GROWING.contains(e.getKey()) && !e.getKey().equals("meta")) {
                dropOtherChoices(after, e.getKey());
                set(after, e.getKey(), e.getValue().deepCopy());
            }
        });
        GROWING.forEach(list -> grow(after, draft.json(), list));
        grow(after.withObject("/meta"), draft.json().path("meta"), "security");
        after.remove(draft.cleared());
        return complete(draft, after);
    }

    /** A period that has begun keeps its beginning when its end is told. */
    private static void set(ObjectNode after, String name, JsonNode said) {
        if (name.equals("period") && after.get(name) instanceof ObjectNode there && said instanceof ObjectNode more) {
            there.setAll(more);
        } else {
            after.set(name, said);
        }
    }

    /** A choice of types has one value: {@code valueString} takes the place of {@code valueQuantity}. */
    private static void dropOtherChoices(ObjectNode after, String name) {
        for (var stem :
                List.of("value", "onset", "effective", "deceased", "multipleBirth", "performed", "occurrence")) {
            if (name.startsWith(stem) && name.length() > stem.length()) {
                after.remove(after.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(k -> k.startsWith(stem) && Character.isUpperCase(k.charAt(stem.length())))
                        .toList());
            }
        }
    }

    private static void grow(ObjectNode after, JsonNode said, String list) {
        if (!said.path(list).isArray()) {
            return;
        }
        var there = after.withArray("/" + list);
        for (var element : said.path(list)) {
            var at = position(there, element);
            if (at < 0) {
                there.add(element.deepCopy());
            } else {
                there.set(at, element.deepCopy());
            }
        }
    }

    private static int position(JsonNode list, JsonNode element) {
        for (var i = 0; i < list.size(); i++) {
            if (key(list.get(i)).equals(key(element))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> key(JsonNode element) {
        return List.of(
                element.path("system").asText(),
                element.path("value").asText(),
                element.path("code").asText(),
                element.at("/other/reference").asText());
    }

    private static ObjectNode complete(Draft draft, ObjectNode json) {
        var named = Json.object();
        named.put("resourceType", draft.id().type()).put("id", draft.id().id());
        json.properties().forEach(e -> {
            if (!(e.getKey().equals("meta") && e.getValue().isEmpty())) {
                named.set(e.getKey(), e.getValue());
            }
        });
        return named;
    }

    /** Whether they say the same, whatever their version. */
    static boolean same(ObjectNode before, ObjectNode after) {
        return Arrays.equals(content(before), content(after));
    }

    private static byte[] content(ObjectNode resource) {
        var copy = resource.deepCopy();
        if (copy.get("meta") instanceof ObjectNode meta) {
            meta.remove(SET_BY_STORE);
            if (meta.isEmpty()) {
                copy.remove("meta");
            }
        }
        return CanonicalJson.of(copy);
    }
}
