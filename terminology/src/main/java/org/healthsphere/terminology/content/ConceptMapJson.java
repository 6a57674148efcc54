package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;

/** Reads a FHIR R4 ConceptMap. Its lines hold for every version of the systems they name. */
final class ConceptMapJson {
    /** Why a line, or all lines of a map, are there: a term of semapv. */
    private static final String JUSTIFICATION =
            "https://healthsphere.org/fhir/StructureDefinition/mapping-justification";

    private static final Set<String> GROUP = Set.of("source", "sourceVersion", "target", "targetVersion", "element");
    private static final Set<String> ELEMENT = Set.of("code", "display", "target");
    private static final Set<String> TARGET = Set.of("code", "display", "equivalence", "comment");

    private final Problems problems;
    private final Ground general;
    private final List<Mapping> mappings = new ArrayList<>();

    private ConceptMapJson(Problems problems, Ground general) {
        this.problems = problems;
        this.general = general;
    }

    static Outcome<ConceptMap> read(JsonNode resource, Origin origin) {
        var problems = new Problems(origin.file());
        var id = new Canonical(
                problems.required(resource, "url", "ConceptMap"), problems.required(resource, "version", "ConceptMap"));
        var ground = new Ground(
                justification(resource, ""), resource.path("publisher").asText(""), "");
        var reading = new ConceptMapJson(problems, ground);
        resource.path("group").forEach(reading::group);
        return problems.orElse(new ConceptMap(id, resource.path("title").asText(id.url()), origin, reading.mappings));
    }

    private void group(JsonNode group) {
        problems.onlyKnows(group, GROUP, "ConceptMap.group");
        var source = problems.required(group, "source", "ConceptMap.group");
        var target = problems.required(group, "target", "ConceptMap.group");
        for (var element : group.path("element")) {
            problems.onlyKnows(element, ELEMENT, "ConceptMap.group.element");
            var code = problems.required(element, "code", "ConceptMap.group.element");
            for (var line : element.path("target")) {
                mapping(new Coding(source, code), line, target);
            }
        }
    }

    private void mapping(Coding source, JsonNode line, String targetSystem) {
        var at = "ConceptMap.group.element('" + source.code() + "').target";
        problems.onlyKnows(line, TARGET, at);
        var equivalence = problems.required(line, "equivalence", at);
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
}
