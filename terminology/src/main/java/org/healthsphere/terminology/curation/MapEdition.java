package org.healthsphere.terminology.curation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.Equivalences;
import org.healthsphere.terminology.curation.CurationBook.Decision;

/**
 * The next version of the map of a hospital's code system: the lines of the version before, and what has been decided since.
 *
 * @param lines all of them
 * @param added, changed and removed against the version before
 */
public record MapEdition(
        String url,
        String sourceSystem,
        List<Mapping> lines,
        List<Mapping> added,
        List<Mapping> changed,
        List<Mapping> removed) {
    private static final String REVIEWED = "semapv:MappingReview";

    public MapEdition {
        lines = List.copyOf(lines);
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** The canonical of the map that the decisions about a code system are published in. */
    public static String urlOf(String sourceSystem) {
        return "https://healthsphere.org/fhir/ConceptMap/curated-"
                + Sha256.of(sourceSystem).hex().substring(0, 16);
    }

    /** The edition, given what is published now. */
    public static MapEdition of(String sourceSystem, Optional<ConceptMap> published, CurationBook book) {
        Map<Line, Mapping> before = new LinkedHashMap<>();
        published.ifPresent(map -> map.mappings().forEach(line -> before.put(Line.of(line), line)));
        Map<Line, Mapping> after = new LinkedHashMap<>(before);
        for (var decision : book.of(sourceSystem)) {
            var line = new Line(decision.source(), decision.targetSystem());
            if (decision.isMatch()) {
                after.put(line, mapping(decision));
            } else {
                after.remove(line);
            }
        }
        List<Mapping> added = new ArrayList<>();
        List<Mapping> changed = new ArrayList<>();
        after.forEach((line, mapping) -> {
            var old = before.get(line);
            if (old == null) {
                added.add(mapping);
            } else if (!old.equals(mapping)) {
                changed.add(mapping);
            }
        });
        var removed = before.entrySet().stream()
                .filter(entry -> !after.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new MapEdition(
                urlOf(sourceSystem), sourceSystem, new ArrayList<>(after.values()), added, changed, removed);
    }

    private static Mapping mapping(Decision decision) {
        var ground = new Ground(REVIEWED, decision.reviewer(), decision.justification());
        var target = new Coding(decision.targetSystem(), decision.targetCode());
        return new Mapping(decision.source(), target, decision.equivalence(), ground);
    }

    public boolean isNew() {
        return !added.isEmpty() || !changed.isEmpty() || !removed.isEmpty();
    }

    /** The edition as a table in SSSOM's TSV form. */
    public String table(String version) {
        Map<String, String> prefixes = new TreeMap<>();
        prefixes.put(sourceSystem, "L");
        lines.forEach(line -> prefixes.computeIfAbsent(line.target().system(), _ -> "T" + prefixes.size()));
        var table = new StringBuilder("# curie_map:\n");
        prefixes.forEach((system, prefix) ->
                table.append("#   ").append(prefix).append(": ").append(system).append('\n'));
        table.append("# license: internal\n# mapping_set_id: ")
                .append(url)
                .append("\n# mapping_set_version: ")
                .append(version)
                .append("\n# mapping_set_title: Codes of ")
                .append(sourceSystem)
                .append("\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_id\tcomment\n");
        lines.forEach(line -> table.append(String.join(
                        "\t",
                        "L:" + line.source().code(),
                        "skos:" + Equivalences.skos(line.equivalence()).orElse("relatedMatch"),
                        prefixes.get(line.target().system()) + ":"
                                + line.target().code(),
                        line.ground().justification(),
                        plain(line.ground().author()),
                        plain(line.ground().comment())))
                .append('\n'));
        return table.toString();
    }

    /** A cell holds neither tab nor line end. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** For a code of the hospital and a system it is translated into there is one line. */
    private record Line(Coding source, String targetSystem) {
        static Line of(Mapping mapping) {
            return new Line(mapping.source(), mapping.target().system());
        }
    }
}
