package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Stated;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;

/** Reads a FHIR R4 CodeSystem: nested concepts and parent or child properties become one hierarchy. */
final class CodeSystemJson {
    private static final String DEFINED = "http://hl7.org/fhir/concept-properties#";
    private static final Set<String> ELEMENTS =
            Set.of("code", "display", "definition", "designation", "property", "concept");
    private static final Set<String> INACTIVE = Set.of("retired", "withdrawn", "inactive");
    private static final Set<String> ABSTRACT = Set.of("notSelectable", "not-selectable", "abstract");
    private static final Set<String> ANSWERED = Set.of("complete", "fragment", "supplement");
    private static final Set<String> HIERARCHY = Set.of("parent", "child");

    private final Problems problems;
    private final Map<String, String> meanings = new HashMap<>();
    private final List<Property> properties = new ArrayList<>();
    private final Map<String, JsonNode> concepts = new LinkedHashMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();

    private final boolean held;
    private int place;

    private CodeSystemJson(Problems problems, boolean held) {
        this.problems = problems;
        this.held = held;
    }

    /**
     * Reads the resource.
     *
     * @param held whether it is to be held: then it has a version, declares its properties, and has content to answer from
     */
    static Outcome<CodeSystem> read(JsonNode resource, Origin origin, boolean held) {
        return new CodeSystemJson(new Problems(origin.file()), held).system(resource, origin);
    }

    private Outcome<CodeSystem> system(JsonNode resource, Origin origin) {
        var at = "CodeSystem";
        var version = held
                ? problems.required(resource, "version", at)
                : resource.path("version").asText("");
        var id = new Canonical(problems.required(resource, "url", at), version);
        var facts = facts(resource);
        if (held && !ANSWERED.contains(facts.content())) {
            problems.add(at + ".content", "is '" + facts.content() + "', so there is nothing to answer from");
        }
        resource.path("property").forEach(this::property);
        resource.path("concept").forEach(concept -> concept(concept, ""));
        var rules = new Rules(
                resource.path("caseSensitive").asBoolean(true),
                resource.path("hierarchyMeaning").asText(""),
                properties);
        var language = resource.path("language").asText("");
        var rows = concepts.values().stream().map(this::row).toList();
        return problems.orElse(
                new CodeSystem(id, resource.path("title").asText(id.url()), language, origin, facts, rules, rows));
    }

    private static Facts facts(JsonNode resource) {
        return new Facts(
                Standing.of(resource),
                resource.path("content").asText(""),
                resource.path("supplements").asText(""),
                resource.path("valueSet").asText(""),
                resource.path("versionNeeded").asBoolean(false));
    }

    private void property(JsonNode property) {
        var code = problems.required(property, "code", "CodeSystem.property");
        var uri = property.path("uri").asText("");
        var meaning = uri.startsWith(DEFINED) ? uri.substring(DEFINED.length()) : code;
        meanings.put(code, meaning);
        if (!HIERARCHY.contains(meaning)) {
            properties.add(new Property(code, uri, property.path("type").asText("string")));
        }
    }

    private void concept(JsonNode concept, String parent) {
        var code = problems.required(concept, "code", "CodeSystem.concept");
        problems.onlyKnows(concept, ELEMENTS, "CodeSystem.concept('" + code + "')");
        if (concepts.put(code, concept) != null) {
            problems.add("CodeSystem.concept('" + code + "')", "is there twice");
        }
        if (!parent.isEmpty()) {
            below(code, parent);
        }
        for (var property : concept.path("property")) {
            switch (meaning(property)) {
                case "parent" -> below(code, value(property));
                case "child" -> below(value(property), code);
                default -> declared(property, code);
            }
        }
        concept.path("concept").forEach(child -> concept(child, code));
    }

    private void declared(JsonNode property, String code) {
        var name = property.path("code").asText("");
        if (meanings.containsKey(name)) {
            return;
        }
        if (held) {
            problems.add("CodeSystem.concept('" + code + "').property", "'" + name + "' is not declared");
            return;
        }
        meanings.put(name, name);
        properties.add(new Property(name, "", type(property)));
    }

    /** The type of a property that is not declared, by its value. */
    private static String type(JsonNode property) {
        for (var element : property.properties()) {
            if (element.getKey().startsWith("value")) {
                var type = element.getKey().substring("value".length());
                return type.equals("Coding") ? type : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
            }
        }
        return "string";
    }

    private static boolean isAbstract(String meaning, String code) {
        return ABSTRACT.contains(meaning) || ABSTRACT.contains(code);
    }

    private void below(String child, String parent) {
        parents.computeIfAbsent(child, _ -> new HashSet<>()).add(parent);
    }

    private Row row(JsonNode concept) {
        var code = concept.path("code").asText("");
        List<Value> values = new ArrayList<>();
        var inactive = false;
        var notSelectable = false;
        for (var property : concept.path("property")) {
            var meaning = meaning(property);
            var value = value(property);
            if (!HIERARCHY.contains(meaning)) {
                values.add(new Value(property.path("code").asText(""), value));
            }
            inactive |= (meaning.equals("inactive") && value.equals("true"))
                    || (meaning.equals("status") && INACTIVE.contains(value));
            notSelectable |= isAbstract(meaning, property.path("code").asText("")) && value.equalsIgnoreCase("true");
        }
        var above = parents.getOrDefault(code, Set.of()).stream().sorted().toList();
        inactive |= Extensions.text(concept, Extensions.STANDARDS_STATUS).equals("withdrawn");
        var extensions = concept.has("extension") ? text(concept.path("extension")) : "";
        var stated = new Stated(++place, extensions);
        return new Row(code, words(concept), inactive, notSelectable, above, values, stated);
    }

    private static Words words(JsonNode concept) {
        List<Designation> designations = new ArrayList<>();
        for (var designation : concept.path("designation")) {
            var use = designation.path("use");
            var meant = use.isMissingNode()
                    ? ""
                    : use.path("system").asText("") + "|" + use.path("code").asText("");
            var more = designation.has("extension") || use.has("display") || use.has("version");
            designations.add(new Designation(
                    designation.path("language").asText(""),
                    meant,
                    designation.path("value").asText(""),
                    more ? text(designation) : ""));
        }
        return new Words(
                concept.path("display").asText(""), concept.path("definition").asText(""), designations);
    }

    private static String text(JsonNode element) {
        return new String(CanonicalJson.of(element), StandardCharsets.UTF_8);
    }

    private String meaning(JsonNode property) {
        var code = property.path("code").asText("");
        return meanings.getOrDefault(code, code);
    }

    /** The value[x] of a concept's property, as text. */
    private static String value(JsonNode property) {
        for (var element : property.properties()) {
            if (element.getKey().startsWith("value")) {
                var value = element.getValue();
                return value.isObject()
                        ? value.path("system").asText("") + "|"
                                + value.path("code").asText("")
                        : value.asText("");
            }
        }
        return "";
    }
}
