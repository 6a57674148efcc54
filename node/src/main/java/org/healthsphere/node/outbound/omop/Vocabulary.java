package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The numbers that OMOP has for codes, as far as somebody has said them.
 *
 * <p>From FHIR ConceptMaps whose target is OHDSI's system of concepts, and from the files {@code CONCEPT.csv} and
 * {@code CONCEPT_RELATIONSHIP.csv} of OHDSI's vocabularies as they are handed out: columns between tabulators, no quotes. What is said
 * nowhere is 0, as the model has it for what is not mapped.
 */
public final class Vocabulary {
    /** Codes of this system are concepts themselves. */
    static final String CONCEPTS = "https://fhir-terminology.ohdsi.org";

    private static final Set<String> SAFE = Set.of("equal", "equivalent", "wider", "subsumes");
    private static final Concept NONE = new Concept(0, 0);

    private final Map<Coding, Concept> concepts = new HashMap<>();
    private final Map<String, String> systems = new HashMap<>();
    private final Map<Long, Long> standard = new HashMap<>();

    /**
     * What a code is.
     *
     * @param standard what it means, in a vocabulary that all share; 0: not known
     * @param source itself; 0: not known
     */
    record Concept(long standard, long source) {
        boolean isMapped() {
            return standard != 0;
        }
    }

    private Vocabulary() {
        var own = Model.concepts();
        own.path("concepts").properties().forEach(system -> system.getValue()
                .properties()
                .forEach(code -> concepts.put(
                        new Coding(system.getKey(), code.getKey()), itself(code.getValue().asLong()))));
        own.path("vocabularies")
                .properties()
                .forEach(one -> systems.put(one.getKey(), one.getValue().asText()));
    }

    private static Concept itself(long concept) {
        return new Concept(concept, concept);
    }

    /** What needs no file. */
    public static Vocabulary own() {
        return new Vocabulary();
    }

    /** The same, and what these files say; a fault names the file that is none of those. */
    public static Outcome<Vocabulary> of(List<Path> files) {
        var vocabulary = new Vocabulary();
        for (var file : files) {
            try {
                if (!vocabulary.read(file)) {
                    return Outcome.failed(new Fault.Invalid(file.getFileName()
                            + ": neither a ConceptMap into " + CONCEPTS
                            + " nor OHDSI's CONCEPT.csv or CONCEPT_RELATIONSHIP.csv"));
                }
            } catch (IOException | NumberFormatException _) {
                return Outcome.failed(new Fault.Invalid(file.getFileName() + ": cannot be read"));
            }
        }
        return Outcome.of(vocabulary);
    }

    private boolean read(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return conceptMap(json(file));
        }
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var names = Optional.ofNullable(lines.readLine()).orElse("");
            var columns = List.of(names.split("\t", -1));
            if (columns.contains("concept_code")) {
                lines.lines().forEach(line -> concept(columns, line.split("\t", -1)));
                return true;
            }
            if (columns.contains("relationship_id")) {
                lines.lines().forEach(line -> relationship(columns, line.split("\t", -1)));
                return true;
            }
            return false;
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return Model.JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException _) {
            return Model.JSON.nullNode();
        }
    }

    private boolean conceptMap(JsonNode map) {
        var before = concepts.size();
        for (var group : map.path("group")) {
            if (group.path("target").asText().equals(CONCEPTS)) {
                group.path("element").forEach(element -> element(group.path("source").asText(), element));
            }
        }
        return map.path("resourceType").asText().equals("ConceptMap") && concepts.size() > before;
    }

    private void element(String system, JsonNode element) {
        for (var target : element.path("target")) {
            if (SAFE.contains(target.path("equivalence").asText())) {
                var concept = target.path("code").asLong();
                var _ = concepts.putIfAbsent(
                        new Coding(system, element.path("code").asText()), new Concept(concept, 0));
            }
        }
    }

    private void concept(List<String> columns, String[] values) {
        var system = systems.get(cell(columns, values, "vocabulary_id"));
        var number = cell(columns, values, "concept_id");
        if (system != null && !number.isEmpty()) {
            var concept = Long.parseLong(number);
            var isStandard = cell(columns, values, "standard_concept").equals("S");
            concepts.put(
                    new Coding(system, cell(columns, values, "concept_code")),
                    new Concept(isStandard ? concept : 0, concept));
        }
    }

    private void relationship(List<String> columns, String[] values) {
        if (cell(columns, values, "relationship_id").equals("Maps to")
                && cell(columns, values, "invalid_reason").isEmpty()) {
            var _ = standard.putIfAbsent(
                    Long.valueOf(cell(columns, values, "concept_id_1")),
                    Long.valueOf(cell(columns, values, "concept_id_2")));
        }
    }

    private static String cell(List<String> columns, String[] values, String name) {
        var at = columns.indexOf(name);
        return at >= 0 && at < values.length ? values[at] : "";
    }

    /** What a code is; nothing but zeros when nobody has said so. */
    Concept concept(String system, String code) {
        if (system.equals(CONCEPTS)) {
            return itself(isNumber(code) ? Long.parseLong(code) : 0);
        }
        var known = concepts.getOrDefault(new Coding(system, code), NONE);
        return known.isMapped() || known.source() == 0
                ? known
                : new Concept(standard.getOrDefault(known.source(), 0L), known.source());
    }

    private static boolean isNumber(String code) {
        return !code.isEmpty() && code.length() < 18 && code.chars().allMatch(Character::isDigit);
    }

    /** How many codes it knows. */
    public int size() {
        return concepts.size();
    }
}
