package org.healthsphere.node.ingest.mapping;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;

/** Reads mapping files; collects every problem before it complains. */
final class MappingReader {
    private static final Set<String> FILE =
            Set.of("$schema", "about", "maps", "types", "tables", "settings", "change", "examples");
    private static final Set<String> MAP =
            Set.of("about", "resource", "each", "when", "key", "require", "onExisting", "rules", "like", "defaults");
    private static final Set<String> RULE =
            Set.of("from", "value", "refer", "to", "as", "table", "format", "when", "notOver", "why");
    private static final Map<String, Draft.OnExisting> ON_EXISTING = Map.of(
            "update",
            Draft.OnExisting.UPDATE,
            "newer",
            Draft.OnExisting.NEWER,
            "keep",
            Draft.OnExisting.KEEP,
            "replace",
            Draft.OnExisting.REPLACE);

    private final Language language;
    private final Positions positions;
    private final Map<String, ElementMap> maps = new LinkedHashMap<>();
    private final Map<String, Converter> converters = new LinkedHashMap<>();
    private final Map<String, CodeTable> tables = new LinkedHashMap<>();
    private final ObjectNode settings = Json.object();
    private final List<String> problems = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    MappingReader(Language language) {
        this(language, new Positions());
    }

    MappingReader(Language language, Positions positions) {
        this.language = language;
        this.positions = positions;
        converters.putAll(language.converters());
    }

    void file(String name, ObjectNode file) {
        known(name, file, FILE);
        tables(file);
        file.path("types").properties().forEach(e -> {
            var map = map(name + " " + e.getKey(), e.getValue());
            converters.put(
                    e.getKey(),
                    (field, context) -> Optional.<JsonNode>of(
                                    map.fill(field, context.frame()).json())
                            .filter(v -> !v.isEmpty() && map.require().stream().allMatch(v::has)));
        });
        file.path("maps").properties().forEach(e -> maps.put(e.getKey(), map(name + " " + e.getKey(), e.getValue())));
        if (file.get("settings") instanceof ObjectNode told) {
            add(settings, told);
        }
    }

    /** A file adds to what another one has set. */
    private static void add(ObjectNode settings, ObjectNode told) {
        told.properties().forEach(e -> {
            if (settings.get(e.getKey()) instanceof ObjectNode there && e.getValue() instanceof ObjectNode more) {
                there.setAll(more);
            } else {
                settings.set(e.getKey(), e.getValue());
            }
        });
    }

    /** A problem that was found elsewhere. */
    void problem(JsonNode at, String what) {
        problems.add(positions.of(at).map(p -> p + ": ").orElse("") + what);
    }

    private void problem(String where, JsonNode at, String what) {
        problems.add(where + positions.of(at).map(p -> " (" + p + ")").orElse("") + ": " + what);
    }

    void tables(ObjectNode file) {
        file.path("tables").properties().forEach(e -> tables.put(e.getKey(), table(e.getKey(), e.getValue())));
    }

    Mappings mappings(String version) {
        later.forEach(Runnable::run);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("mapping files: " + String.join("; ", problems));
        }
        return new Mappings(maps, tables, settings, version);
    }

    private void known(String where, JsonNode object, Set<String> words) {
        object.fieldNames().forEachRemaining(word -> {
            if (!words.contains(word)) {
                problem(where, object, "unknown word " + word);
            }
        });
    }

    private static CodeTable table(String name, JsonNode json) {
        var values = new LinkedHashMap<String, JsonNode>();
        json.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
        return new CodeTable(name, values);
    }

    private ElementMap map(String where, JsonNode json) {
        known(where, json, MAP);
        var head = new ElementMap.Head(
                json.path("resource").asText(""),
                json.path("each").asText(""),
                condition(where, json),
                Json.elements(json.path("key"))
                        .map(k -> Json.elements(k)
                                .peek(p -> path(where, p))
                                .map(JsonNode::asText)
                                .toList())
                        .toList(),
                texts(json.path("require")).toList(),
                onExisting(where, json));
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < json.path("rules").size(); i++) {
            rule(where + " rule " + (i + 1), json.path("rules").get(i)).ifPresent(rules::add);
        }
        var defaults = json.get("defaults") instanceof ObjectNode told ? told : Json.object();
        return new ElementMap(head, body(where, json, new ElementMap.Body(rules, defaults)));
    }

    private Draft.OnExisting onExisting(String where, JsonNode json) {
        var known = Optional.ofNullable(ON_EXISTING.get(json.path("onExisting").asText("update")));
        if (known.isEmpty()) {
            problem(where, json.path("onExisting"), "onExisting is update, newer, keep or replace");
        }
        return known.orElse(Draft.OnExisting.UPDATE);
    }

    /** Its own, or that of a map that stands before it. */
    private ElementMap.Body body(String where, JsonNode json, ElementMap.Body own) {
        var like = json.path("like").asText("");
        if (like.isEmpty()) {
            return own;
        }
        if (!maps.containsKey(like) || !own.rules().isEmpty()) {
            problem(where, json, "like names a map before it, and leaves no rules");
        }
        return Optional.ofNullable(maps.get(like)).map(ElementMap::body).orElse(own);
    }

    private static Stream<String> texts(JsonNode list) {
        return Json.elements(list).map(JsonNode::asText);
    }

    private Optional<Rule> rule(String where, JsonNode json) {
        known(where, json, RULE);
        var origins = Stream.of("from", "value", "refer").filter(json::has).toList();
        var to = Target.parse(json.path("to").asText("?"));
        if (origins.size() != 1 || to.isEmpty()) {
            problem(where, json, "needs one of from, value, refer, and to");
            return Optional.empty();
        }
        var when = condition(where, json);
        var notOver = texts(json.path("notOver")).collect(toSet());
        if (json.path("value").isNull() && to.get().path().isEmpty()) {
            problem(where, json, "null deletes an element, and none of a list");
        }
        return to.map(target -> new Rule(when, origin(where, json, origins.getFirst()), target, notOver));
    }

    private Rule.Origin origin(String where, JsonNode json, String kind) {
        return switch (kind) {
            case "value" -> new Rule.Origin.Value(json.path("value"));
            case "refer" -> new Rule.Origin.Refer(json.path("refer").asText());
            default -> from(where, json);
        };
    }

    private Rule.Origin from(String where, JsonNode json) {
        path(where, json.path("from"));
        var as = json.path("as").asText("string");
        later.add(() -> {
            if (!converters.containsKey(as)) {
                problem(where, json, "unknown converter " + as);
            }
        });
        var table = Optional.of(json.path("table").asText("")).filter(t -> !t.isEmpty());
        table.filter(t -> !tables.containsKey(t)).ifPresent(t -> problem(where, json, "unknown table " + t));
        return new Rule.Origin.From(
                json.path("from").asText(), () -> converter(as), table.map(tables::get), format(where, json));
    }

    private Optional<DateTimeFormatter> format(String where, JsonNode json) {
        if (!json.has("format")) {
            return Optional.empty();
        }
        try {
            return Optional.of(DateTimeFormatter.ofPattern(json.path("format").asText(), Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT));
        } catch (IllegalArgumentException _) {
            problem(where, json.path("format"), "not a pattern of a time, as dd.MM.uuuu HH:mm is");
            return Optional.empty();
        }
    }

    private Converter converter(String name) {
        return Optional.ofNullable(converters.get(name)).orElseThrow();
    }

    private void path(String where, JsonNode path) {
        if (!language.path().test(path.asText())) {
            problem(where, path, "not a path: " + path.asText());
        }
    }

    private Condition condition(String where, JsonNode json) {
        if (!json.has("when")) {
            return Condition.ALWAYS;
        }
        var condition = Condition.parse(json.path("when").asText(), language.path());
        if (condition.isEmpty()) {
            problem(
                    where,
                    json.path("when"),
                    "not a condition: " + json.path("when").asText());
        }
        return condition.orElse(Condition.ALWAYS);
    }
}
