package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Json;

/**
 * A hospital's own file over those that the node brings along.
 *
 * <p>{@code change} alters maps that are there: rules take the place of those with the same {@code to}, {@code drop} removes rules,
 * other words replace. Codes are added to tables, settings to settings. What is new may stand there as in any mapping file.
 */
final class Overlay {
    private static final Set<String> CHANGE =
            Set.of("about", "rules", "drop", "defaults", "when", "key", "require", "onExisting");
    private static final List<String> SAID_ANEW = List.of("when", "key", "require", "onExisting");

    private final Map<String, ObjectNode> files;

    /** Changes these files in place. */
    Overlay(Map<String, ObjectNode> files) {
        this.files = files;
    }

    /** The problems in it, each with the node it is about. */
    record Problem(JsonNode at, String what) {}

    List<Problem> apply(ObjectNode overlay) {
        var found = new ArrayList<Problem>();
        overlay.path("change").properties().forEach(e -> {
            var map = map(e.getKey());
            if (map.isEmpty()) {
                found.add(new Problem(e.getValue(), "change " + e.getKey() + ": there is no such map"));
            } else {
                found.addAll(change(e.getKey(), map.get(), e.getValue()));
            }
        });
        overlay.path("maps").properties().stream()
                .filter(e -> map(e.getKey()).isPresent())
                .forEach(e -> found.add(new Problem(
                        e.getValue(), "maps " + e.getKey() + ": there is such a map already; say it under change")));
        codes(overlay);
        return found;
    }

    /** Rules that are there mean the table that is there. */
    private void codes(ObjectNode overlay) {
        if (overlay.get("tables") instanceof ObjectNode told) {
            told.properties()
                    .forEach(e -> table(e.getKey()).ifPresent(there -> {
                        if (e.getValue() instanceof ObjectNode more) {
                            there.setAll(more);
                        }
                    }));
            told.remove(told.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> table(name).isPresent())
                    .toList());
        }
    }

    private Optional<ObjectNode> map(String name) {
        return member("maps", name);
    }

    private Optional<ObjectNode> table(String name) {
        return member("tables", name);
    }

    private Optional<ObjectNode> member(String kind, String name) {
        return files.values().stream()
                .flatMap(f -> f.path(kind).get(name) instanceof ObjectNode found
                        ? Optional.of(found).stream()
                        : Optional.<ObjectNode>empty().stream())
                .findFirst();
    }

    private static List<Problem> change(String name, ObjectNode map, JsonNode change) {
        var found = new ArrayList<Problem>();
        change.properties().stream()
                .filter(e -> !CHANGE.contains(e.getKey()))
                .forEach(e -> found.add(new Problem(change, "change " + name + ": unknown word " + e.getKey())));
        SAID_ANEW.stream().filter(change::has).forEach(word -> map.set(word, change.path(word)));
        if (change.get("defaults") instanceof ObjectNode defaults) {
            map.withObject("/defaults").setAll(defaults);
        }
        found.addAll(drop(name, map, change.path("drop")));
        rules(map, change.path("rules"));
        return found;
    }

    /** The first of the rules that give way tells the place: order matters among rules of one element. */
    private static void rules(ObjectNode map, JsonNode changed) {
        var targets = new LinkedHashSet<String>();
        changed.forEach(r -> targets.add(to(r)));
        var rules = map.withArray("/rules");
        targets.forEach(target -> {
            var mine = Json.elements(changed).filter(r -> to(r).equals(target)).toList();
            var kept = new ArrayList<JsonNode>();
            var placed = false;
            for (var rule : rules) {
                if (!to(rule).equals(target)) {
                    kept.add(rule);
                } else if (!placed) {
                    kept.addAll(mine);
                    placed = true;
                }
            }
            if (!placed) {
                kept.addAll(mine);
            }
            refill(rules, kept);
        });
    }

    private static List<Problem> drop(String name, ObjectNode map, JsonNode targets) {
        var found = new ArrayList<Problem>();
        var rules = map.withArray("/rules");
        for (var target : targets) {
            var kept = Json.elements(rules)
                    .filter(r -> !to(r).equals(target.asText()))
                    .toList();
            if (kept.size() == rules.size()) {
                found.add(new Problem(target, "change " + name + ": no rule leads to " + target.asText()));
            }
            refill(rules, kept);
        }
        return found;
    }

    private static void refill(ArrayNode rules, List<JsonNode> kept) {
        rules.removeAll();
        rules.addAll(kept);
    }

    private static String to(JsonNode rule) {
        return rule.path("to").asText();
    }
}
