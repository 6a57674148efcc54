package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.ConceptMap.Unmapped;

/** Reads a FHIR R4 ConceptMap. Its lines hold for every version of the systems they name. */
final class ConceptMapJson {
    /** Why a line, or all lines of a map, are there: a term of semapv. */
    private static final String JUSTIFICATION =
            "https://healthsphere.org/fhir/StructureDefinition/mapping-justification";

    private static final Set<String> GROUP =
            Set.of("source", "sourceVersion", "target", "targetVersion", "element", "unmapped");
    private static final Set<String> ELEMENT = Set.of("code", "display", "target");
    private static final Set<String> TARGET = Set.of("code", "display", "equivalence", "relationship", "comment");

    private static final Map<String, ConceptMap.Mode> UNMAPPED_MODES = Map.of(
            "fixed", ConceptMap.Mode.FIXED,
            "provided", ConceptMap.Mode.PROVIDED,
            "use-source-code", ConceptMap.Mode.PROVIDED,
            "other-map", ConceptMap.Mode.OTHER_MAP);

    private final Problems problems;
    private final Ground general;
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<Unmapped> unmapped = new ArrayList<>();

    private ConceptMapJson(Problems problems, Ground general) {
        this.problems = problems;
        this.general = general;
    }

    /** Reads the resource; one that is to be held has a version. */
    static Outcome<ConceptMap> read(JsonNode resource, Origin origin, boolean held) {
        var problems = new Problems(origin.file());
        var version = held
                ? problems.required(resource, "version", "ConceptMap")
                : resource.path("version").asText("");
        var id = new Canonical(problems.required(resource, "url", "ConceptMap"), version);
        var ground = new Ground(
                justification(resource, ""), resource.path("publisher").asText(""), "");
        var reading = new ConceptMapJson(problems, ground);
        resource.path("group").forEach(reading::group);
        var title = resource.path("title").asText(id.url());
        return problems.orElse(new ConceptMap(id, title, origin, reading.mappings, reading.unmapped));
    }

    private void group(JsonNode group) {
        problems.onlyKnows(group, GROUP, "ConceptMap.group");
        var source = problems.required(group, "source", "ConceptMap.group");
        var target = problems.required(group, "target", "ConceptMap.group");
        if (group.has("unmapped")) {
            unmapped(new Pair(source, target), group.path("unmapped"));
        }
        for (var element : group.path("element")) {
            problems.onlyKnows(element, ELEMENT, "ConceptMap.group.element");
            var code = problems.required(element, "code", "ConceptMap.group.element");
            for (var line : element.path("target")) {
                mapping(new Coding(source, code), line, target);
            }
        }
    }

    /** What becomes of the codes the group does not list, by FHIR R4's modes and R5's names for them. */
    private void unmapped(Pair systems, JsonNode rule) {
        var at = "ConceptMap.group.unmapped";
        var mode = problems.required(rule, "mode", at);
        var known = UNMAPPED_MODES.get(mode);
        if (known == null) {
            problems.add(at + ".mode", "'" + mode + "' is not supported");
            return;
        }
        var code = switch (known) {
            case FIXED -> problems.required(rule, "code", at);
            case PROVIDED -> "";
            case OTHER_MAP -> problems.required(rule, rule.has("otherMap") ? "otherMap" : "url", at);
        };
        unmapped.add(new Unmapped(systems.source(), systems.target(), known, code));
    }

    private String equivalence(JsonNode line, String at) {
        var relationship = line.path("relationship").asText("");
        return relationship.isEmpty()
                ? problems.required(line, "equivalence", at)
                : Equivalences.ofRelationship(relationship).orElse(relationship);
    }

    private void mapping(Coding source, JsonNode line, String targetSystem) {
        var at = "ConceptMap.group.element('" + source.code() + "').target";
        problems.onlyKnows(line, TARGET, at);
        var equivalence = equivalence(line, at);
        if (!Equivalences.isKnown(equivalence)) {
            problems.add(at + ".equivalence", "'" + equivalence + "' is not supported");
        }
        var code =
                Equivalences.isNone(equivalence) ? line.path("code").asText("") : problems.required(line, "code", at);
        var ground = new Ground(
                justification(line, general.justification()),
                general.author(),
                line.path("comment").asText(""));
        mappings.add(new Mapping(source, new Coding(targetSystem, code), equivalence, ground));
    }

    private static String justification(JsonNode node, String otherwise) {
        for (var extension : node.path("extension")) {
            if (extension.path("url").asText("").equals(JUSTIFICATION)) {
                return extension.path("valueUri").asText("");
            }
        }
        return otherwise;
    }

    private record Pair(String source, String target) {}
}
