package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.fhir.Names.Term;

/** Writes the codes of an expansion with their names and properties. What FHIR R5 has as elements goes to R4 in extensions. */
final class ExpansionJson {
    private static final String CORE = "http://hl7.org/fhir/StructureDefinition/";
    static final String DEFINED = "http://hl7.org/fhir/concept-properties#";
    static final String PROPERTY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.property";
    static final String VALUE =
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property";
    private static final Map<String, Told> AS_PROPERTY = Map.of(
            CORE + "codesystem-label",
            new Told("label", "label", "String"),
            CORE + "valueset-label",
            new Told("label", "label", "String"),
            CORE + "codesystem-conceptOrder",
            new Told("order", "order", "Decimal"),
            CORE + "valueset-conceptOrder",
            new Told("order", "order", "Decimal"),
            Extensions.ITEM_WEIGHT,
            new Told("weight", "itemWeight", "Decimal"));
    private static final Set<String> OF_SYSTEM = Set.of(
            CORE + "coding-sctdescid",
            CORE + "rendering-style",
            CORE + "rendering-xhtml",
            CORE + "codesystem-alternate");
    private static final Set<String> OF_VALUE_SET = Set.of(
            Extensions.SUPPLEMENT,
            Extensions.DEPRECATED,
            Extensions.STANDARDS_STATUS,
            CORE + "valueset-concept-definition",
            CORE + "coding-sctdescid",
            CORE + "rendering-style",
            CORE + "rendering-xhtml");
    private static final Set<String> OF_DESIGNATION = Set.of(
            CORE + "coding-sctdescid",
            CORE + "rendering-style",
            CORE + "rendering-xhtml",
            CORE + "codesystem-alternate",
            Extensions.STANDARDS_STATUS);

    private final Asked asked;
    private final boolean tellsVersions;
    private final Map<String, String> declared = new LinkedHashMap<>();
    private final Set<String> supplements = new LinkedHashSet<>();

    ExpansionJson(Asked asked, boolean tellsVersions) {
        this.asked = asked;
        this.tellsVersions = tellsVersions;
    }

    void write(List<Entry> entries, boolean nested, ObjectNode into) {
        if (entries.isEmpty()) {
            return;
        }
        var contains = into.putArray("contains");
        for (var entry : entries) {
            var element = contains.addObject();
            write(entry, element);
            if (nested) {
                write(entry.below(), true, element);
            }
        }
    }

    /** The properties that were written, for the head of the expansion. */
    void declare(ObjectNode expansion) {
        declare(declared, expansion);
    }

    /** Codes and URIs of the properties that were written. */
    Map<String, String> declared() {
        return declared;
    }

    static void declare(Map<String, String> declared, ObjectNode expansion) {
        declared.forEach((code, uri) -> {
            var extension =
                    extension(expansion).addObject().put("url", PROPERTY).putArray("extension");
            extension.addObject().put("url", "code").put("valueCode", code);
            if (!uri.isEmpty()) {
                extension.addObject().put("url", "uri").put("valueUri", uri);
            }
        });
    }

    /** Canonicals of the supplements that had something to add. */
    Set<String> supplements() {
        return supplements;
    }

    private static ArrayNode extension(ObjectNode element) {
        return element.withArray("extension");
    }

    private void write(Entry entry, ObjectNode into) {
        into.put("system", entry.system());
        if (entry.isAbstract()) {
            into.put("abstract", true);
        }
        if (entry.isInactive()) {
            into.put("inactive", true);
        }
        if (tellsVersions && !entry.version().isEmpty()) {
            into.put("version", entry.version());
        }
        into.put("code", entry.code());
        names(entry, into);
        properties(entry, into);
    }

    private void names(Entry entry, ObjectNode into) {
        var names = entry.names();
        var shown = names.preferred(asked.languages());
        shown.ifPresent(name -> {
            into.put("display", name.value());
            name.supplement().ifPresent(supplement -> supplements.add(supplement.toString()));
        });
        if (!asked.is("includeDesignations")) {
            return;
        }
        for (var name : names.all()) {
            if (shown.filter(other -> other.equals(name)).isEmpty() && isWanted(name)) {
                name.supplement().ifPresent(supplement -> supplements.add(supplement.toString()));
                designation(name, into.withArray("designation").addObject());
            }
        }
    }

    private boolean isWanted(Term name) {
        return asked.designations().isEmpty()
                || asked.designations().stream().anyMatch(wanted -> isNamed(name, wanted));
    }

    private static boolean isNamed(Term name, String wanted) {
        var use = name.use()
                .map(coding -> coding.path("system").asText("") + "|"
                        + coding.path("code").asText(""))
                .orElse("");
        return wanted.equals(use)
                || wanted.equals("urn:ietf:bcp:47|" + name.language())
                || (!name.language().isEmpty() && wanted.equals(name.language()));
    }

    static void designation(Term name, ObjectNode into) {
        for (var extension : name.element().path("extension")) {
            if (OF_DESIGNATION.contains(extension.path("url").asText(""))) {
                extension(into).add(extension);
            }
        }
        if (!name.language().isEmpty()) {
            into.put("language", name.language());
        }
        name.use().ifPresent(use -> into.set("use", use));
        if (name.display()) {
            into.set("use", Designations.preferred());
        }
        into.put("value", name.value());
    }

    private void properties(Entry entry, ObjectNode into) {
        var status = entry.view().status(entry.concept());
        if (!status.isEmpty() && !status.equalsIgnoreCase("active")) {
            replace(into, "status", DEFINED + "status", "Code", status);
        }
        for (var extension : entry.view().extensions(entry.concept())) {
            told(extension, into);
            keep(extension, OF_SYSTEM, into);
        }
        for (var extension : entry.listing().path("extension")) {
            told(extension, into);
            keep(extension, OF_VALUE_SET, into);
        }
        asked.properties().forEach(property -> property(entry, property, into));
    }

    private void told(JsonNode extension, ObjectNode into) {
        var told = AS_PROPERTY.get(extension.path("url").asText(""));
        if (told != null) {
            replace(
                    into,
                    told.code(),
                    DEFINED + told.name(),
                    told.type(),
                    Extensions.value(extension).asText(""));
        }
    }

    private static void keep(JsonNode extension, Set<String> known, ObjectNode into) {
        if (known.contains(extension.path("url").asText(""))) {
            extension(into).add(extension);
        }
    }

    private void property(Entry entry, String property, ObjectNode into) {
        if (property.equals("definition")) {
            var definition = entry.view().definition(entry.concept());
            if (!definition.isEmpty()) {
                put(into, "definition", DEFINED + "definition", "String", definition);
            }
            return;
        }
        for (var value : entry.view().properties(entry.concept())) {
            if (value.property().code().equals(property) || property.equals("*")) {
                var declared = value.property();
                put(into, declared.code(), declared.uri(), Values.suffix(declared.type()), value.value());
            }
        }
    }

    /** Of a property that has one value, the source that comes last has the last word. */
    private void replace(ObjectNode into, String code, String uri, String type, String value) {
        if (into.path("extension") instanceof ArrayNode extensions) {
            for (var i = extensions.size() - 1; i >= 0; i--) {
                if (Extensions.text(extensions.get(i), "code").equals(code)) {
                    var _ = extensions.remove(i);
                }
            }
        }
        put(into, code, uri, type, value);
    }

    /** Adds a value; the same value is there once. */
    private void put(ObjectNode into, String code, String uri, String type, String value) {
        declared.putIfAbsent(code, uri);
        for (var extension : into.path("extension")) {
            var same = Extensions.text(extension, "code").equals(code);
            if (same && Extensions.text(extension, "value").equals(value)) {
                return;
            }
        }
        var parts = extension(into).addObject().put("url", VALUE).putArray("extension");
        parts.addObject().put("url", "code").put("valueCode", code);
        Values.put(parts.addObject().put("url", "value"), type, value);
    }

    /** How an extension is told as a property. */
    private record Told(String code, String name, String type) {}
}
