package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;

/** How one kind of place in the source becomes one FHIR resource, or one value of a data type. */
public final class ElementMap {
    private final String resource;
    private final String each;
    private final Condition when;
    private final List<List<String>> keys;
    private final List<String> require;
    private final Draft.OnExisting onExisting;
    private final ObjectNode defaults;
    private final List<Rule> rules;

    /** What a map says besides its rules. */
    record Head(
            String resource,
            String each,
            Condition when,
            List<List<String>> keys,
            List<String> require,
            Draft.OnExisting onExisting) {}

    /** What the map says: rules, and what holds where none of them said anything. */
    record Body(List<Rule> rules, ObjectNode defaults) {}

    ElementMap(Head head, Body body) {
        this.resource = head.resource();
        this.each = head.each();
        this.when = head.when();
        this.keys = List.copyOf(head.keys());
        this.require = List.copyOf(head.require());
        this.onExisting = head.onExisting();
        this.defaults = body.defaults();
        this.rules = List.copyOf(body.rules());
    }

    /**
     * A resource or value with what the sender deletes in it.
     *
     * @param spared by element the values in the record that what is said here does not replace
     */
    public record Filled(ObjectNode json, Set<String> cleared, Map<String, Set<String>> spared) {}

    /** The FHIR type. */
    public String resource() {
        return resource;
    }

    /** Where in the source there is one; its form is the source's own. */
    public String each() {
        return each;
    }

    public Draft.OnExisting onExisting() {
        return onExisting;
    }

    /** Elements without which the result is no valid resource. */
    public List<String> require() {
        return require;
    }

    Body body() {
        return new Body(rules, defaults);
    }

    public boolean applies(Field field) {
        return when.holds(field);
    }

    /** What tells this one from others of its kind: the first list of paths that begins with a value; empty when none does. */
    public Optional<List<String>> key(Field field) {
        return keys.stream()
                .filter(k -> field.valued(k.getFirst()))
                .findFirst()
                .map(k -> k.stream().map(field::text).toList());
    }

    /** Every place in the source that it looks at. */
    public Set<String> paths() {
        var paths = new LinkedHashSet<>(when.paths());
        keys.forEach(paths::addAll);
        rules.forEach(r -> r.paths().forEach(paths::add));
        return paths;
    }

    /** The places in the source from which an element of the resource comes. */
    public List<String> sources(String element) {
        return rules.stream()
                .filter(r -> r.to().element().equals(Optional.of(element)))
                .flatMap(r -> r.origin() instanceof Rule.Origin.From from ? Stream.of(from.path()) : Stream.empty())
                .distinct()
                .toList();
    }

    /** The places of its first key. */
    public List<String> keyPaths() {
        return keys.isEmpty() ? List.of() : keys.getFirst();
    }

    /** What the rules say of one element alone. */
    public ObjectNode only(String element, Field field, Frame frame) {
        var json = Json.object();
        for (var rule : rules) {
            if (rule.to().element().filter(element::equals).isPresent()) {
                rule.apply(field, frame, json, new HashSet<>());
            }
        }
        return json;
    }

    public Filled fill(Field field, Frame frame) {
        var json = Json.object();
        var cleared = new LinkedHashSet<String>();
        var spared = new HashMap<String, Set<String>>();
        for (var rule : rules) {
            rule.apply(field, frame, json, cleared);
            rule.spare(field, spared);
        }
        for (var said : defaults.properties()) {
            if (!json.has(said.getKey())) {
                json.set(said.getKey(), said.getValue().deepCopy());
            }
        }
        Periods.order(json, frame);
        cleared.removeIf(what -> !json.at("/" + what.replace('.', '/')).isMissingNode());
        return new Filled(json, cleared, spared);
    }
}
