package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.StoredResource;

/** What a message says meets what is stored: said replaces, unsaid stays, deleted goes. */
final class Merge {
    // Lists that grow: another message, another part of the truth.
    private static final List<String> GROWING = List.of("identifier", "link");
    private static final Set<String> SET_BY_STORE = Set.of("versionId", "lastUpdated");
    private static final String META = "meta";
    private static final String STATUS = "status";
    // Of Observation.status and DiagnosticReport.status.
    private static final Set<String> UNRELEASED = Set.of("registered", "preliminary");
    private static final Set<String> RELEASED = Set.of("final", "amended", "corrected", "appended");
    private static final Comparator<JsonNode> BY_DIGITS = Merge::digits;

    private Merge() {}

    /** The write that is needed, if any. */
    static Optional<Commit.Write> write(Draft draft, Optional<StoredResource> current) {
        return write(draft, current, current.map(resource -> Json.tree(resource.json())));
    }

    /**
     * The same.
     *
     * @param before what the current version says, if there is one
     */
    static Optional<Commit.Write> write(Draft draft, Optional<StoredResource> current, Optional<ObjectNode> before) {
        if (current.isEmpty() || before.isEmpty()) {
            return draft.onExisting() == Draft.OnExisting.ONLY
                    ? Optional.empty()
                    : Optional.of(put(draft, 0, complete(draft, draft.json())));
        }
        if (draft.onExisting() == Draft.OnExisting.KEEP
                || (draft.onExisting() == Draft.OnExisting.NEWER && isOvertaken(draft.json(), before.get()))) {
            return Optional.empty();
        }
        var after = draft.onExisting() == Draft.OnExisting.REPLACE
                ? replaced(before.get(), draft)
                : merged(before.get(), draft);
        return same(before.get(), after)
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
            case UPDATE, NEWER, ONLY -> {
                var cleared = new HashSet<>(first.cleared());
                cleared.addAll(second.cleared());
                var json = merged(first.json(), second);
                json.remove(List.of("resourceType", "id"));
                cleared.removeIf(json::has);
                var spared = new HashMap<>(first.spared());
                spared.keySet().removeIf(second.json()::has);
                spared.putAll(second.spared());
                yield new Draft(first.id(), second.patient(), json, cleared, stronger(first.onExisting()), spared);
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
            if (!GROWING.contains(e.getKey()) && !e.getKey().equals("meta") && !isSpared(before, draft, e.getKey())) {
                dropOtherChoices(after, e.getKey());
                set(after, e.getKey(), e.getValue().deepCopy());
            }
        });
        GROWING.forEach(list -> grow(after, draft.json(), list));
        draft.cleared().stream().filter(what -> what.startsWith(Draft.LINK)).forEach(what -> unlink(after, what));
        grow(after.withObject("/meta"), draft.json().path("meta"), "security");
        draft.cleared().forEach(what -> clear(after, what));
        return complete(draft, after);
    }

    private static boolean isSpared(ObjectNode before, Draft draft, String element) {
        return draft.spared()
                .getOrDefault(element, Set.of())
                .contains(before.path(element).asText());
    }

    /** An element, or one inside of it. */
    private static void clear(ObjectNode after, String what) {
        var dot = what.indexOf('.');
        if (dot < 0) {
            after.remove(what);
        } else if (after.get(what.substring(0, dot)) instanceof ObjectNode inside) {
            clear(inside, what.substring(dot + 1));
            if (inside.isEmpty()) {
                after.remove(what.substring(0, dot));
            }
        }
    }

    /**
     * Whether a result is one from before that which is here, and has come late: it was issued earlier; or that is not known, and it
     * is preliminary where a final one is.
     */
    private static boolean isOvertaken(ObjectNode said, ObjectNode there) {
        var issued = issued(said).flatMap(i -> issued(there).map(i::compareTo)).orElse(0);
        return issued < 0
                || (issued == 0
                        && UNRELEASED.contains(said.path(STATUS).asText())
                        && RELEASED.contains(there.path(STATUS).asText()));
    }

    private static Optional<Instant> issued(ObjectNode result) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(result.path("issued").asText()).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** That one is to be looked at beside the other is said no more; that one replaces another stays. */
    private static void unlink(ObjectNode after, String what) {
        var other = what.substring(Draft.LINK.length());
        if (after.get("link") instanceof ArrayNode links) {
            links.removeIf(link -> link.path("type").asText().equals("seealso")
                    && link.at("/other/reference").asText().equals(other));
            if (links.isEmpty()) {
                after.remove("link");
            }
        }
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

    /** Whether they say the same, whatever their version, and in whatever order. */
    static boolean same(ObjectNode before, ObjectNode after) {
        return withoutMeta(before) == withoutMeta(after)
                && meta(before).equals(BY_DIGITS, meta(after))
                && before.properties().stream()
                        .filter(member -> !member.getKey().equals(META))
                        .allMatch(member -> after.has(member.getKey())
                                && member.getValue().equals(BY_DIGITS, after.get(member.getKey())));
    }

    private static int withoutMeta(ObjectNode resource) {
        return resource.size() - (resource.has(META) ? 1 : 0);
    }

    private static ObjectNode meta(ObjectNode resource) {
        return resource.get(META) instanceof ObjectNode meta ? meta.deepCopy().without(SET_BY_STORE) : Json.object();
    }

    /** In FHIR, 1.50 and 1.5 differ; how a tree keeps a number does not matter. */
    private static int digits(JsonNode one, JsonNode other) {
        var same = (one.isNumber() && other.isNumber())
                ? one.decimalValue().toPlainString().equals(other.decimalValue().toPlainString())
                : one.equals(other);
        return same ? 0 : 1;
    }
}
