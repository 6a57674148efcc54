package org.healthsphere.terminology.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;

/**
 * Reads a map in SSSOM's TSV form (a Simple Standard for Sharing Ontological Mappings), with its metadata in comment lines.
 *
 * <p>{@code PREFIX:123} becomes the code {@code 123} in the system that {@code curie_map} gives for the prefix.
 */
final class SssomTsv {
    private static final Set<String> REQUIRED =
            Set.of("subject_id", "predicate_id", "object_id", "mapping_justification");
    /** The slots of SSSOM's model (1.0) that a line may have; what they say beyond the mapping is not kept. */
    private static final Set<String> KNOWN =
            Set.copyOf(List.of(("subject_id subject_label predicate_id predicate_label object_id"
                            + " object_label mapping_justification author_id author_label comment subject_category subject_type"
                            + " subject_source subject_source_version object_category object_type object_source object_source_version"
                            + " predicate_modifier predicate_type reviewer_id reviewer_label creator_id creator_label license"
                            + " mapping_date publication_date confidence mapping_cardinality cardinality_scope mapping_tool"
                            + " mapping_tool_version mapping_provider mapping_source see_also issue_tracker_item other match_string"
                            + " curation_rule curation_rule_text subject_match_field object_match_field subject_preprocessing"
                            + " object_preprocessing similarity_score similarity_measure record_id reviewer_agreement")
                    .split(" ")));

    private final Problems problems;
    private final Map<String, String> header = new HashMap<>();
    private final Map<String, String> prefixes = new HashMap<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private List<String> columns = List.of();
    private long number;

    private SssomTsv(Problems problems) {
        this.problems = problems;
    }

    static Outcome<ConceptMap> read(SourceFile file) {
        var problems = new Problems(file.name());
        var reading = new SssomTsv(problems);
        file.bytes().utf8().lines().forEach(reading::line);
        var id = new Canonical(reading.required("mapping_set_id"), reading.required("mapping_set_version"));
        var origin = new Origin(file.name(), file.sha256(), reading.required("license"));
        var title = reading.header.getOrDefault("mapping_set_title", id.url());
        return problems.orElse(new ConceptMap(id, title, origin, reading.mappings));
    }

    private String required(String key) {
        if (!header.containsKey(key)) {
            problems.add("", "the header lacks " + key);
        }
        return header.getOrDefault(key, "");
    }

    private void line(String line) {
        number++;
        if (line.startsWith("#")) {
            metadata(line.substring(1));
        } else if (columns.isEmpty()) {
            columns(line);
        } else if (!line.isBlank()) {
            mapping(line);
        }
    }

    private void metadata(String line) {
        var colon = line.indexOf(": ");
        if (colon < 0) {
            return;
        }
        var key = line.substring(0, colon);
        var value = line.substring(colon + 2).strip();
        if (key.startsWith("  ")) {
            prefixes.put(key.strip(), value);
        } else {
            header.put(key.strip(), value);
        }
    }

    private void columns(String line) {
        columns = Arrays.asList(line.split("\t", -1));
        REQUIRED.stream()
                .filter(name -> !columns.contains(name))
                .sorted()
                .forEach(name -> problems.add("", "lacks the column " + name));
        columns.stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> problems.add("", "has the unknown column " + name));
    }

    private void mapping(String line) {
        var cells = line.split("\t", -1);
        if (cell(cells, "predicate_modifier").equals("Not")) {
            deny(cells);
            return;
        }
        var predicate = cell(cells, "predicate_id");
        var equivalence = Equivalences.ofSkos(predicate.replaceFirst("^skos:", ""));
        if (equivalence.isEmpty()) {
            problems.add("line " + number + " column predicate_id", "the predicate " + predicate + " is not supported");
        }
        mappings.add(new Mapping(
                coding(cell(cells, "subject_id")),
                coding(cell(cells, "object_id")),
                equivalence.orElse("relatedto"),
                ground(cells)));
    }

    /** What is said not to be so is no match. */
    private void deny(String[] cells) {
        mappings.add(new Mapping(
                coding(cell(cells, "subject_id")), coding(cell(cells, "object_id")), "disjoint", ground(cells)));
    }

    /** Who looked at a line stands for it, else who made it. */
    private Ground ground(String[] cells) {
        var reviewer = cell(cells, "reviewer_id");
        return new Ground(
                cell(cells, "mapping_justification"),
                reviewer.isEmpty() ? cell(cells, "author_id") : reviewer,
                cell(cells, "comment"));
    }

    private String cell(String[] cells, String column) {
        var at = columns.indexOf(column);
        return at >= 0 && at < cells.length ? cells[at] : "";
    }

    private Coding coding(String curie) {
        var colon = curie.indexOf(':');
        var system = colon < 0 ? null : prefixes.get(curie.substring(0, colon));
        if (system == null) {
            problems.add("line " + number, "no system is given for " + curie);
            return new Coding("", curie);
        }
        return new Coding(system, curie.substring(colon + 1));
    }
}
