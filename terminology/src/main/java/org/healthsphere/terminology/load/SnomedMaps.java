package org.healthsphere.terminology.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.Snomed;

/** The maps of a SNOMED CT release: simple, extended, and the associations of inactive concepts with what replaces them. */
final class SnomedMaps {
    private static final String MANUAL = "semapv:ManualMappingCuration";
    private static final List<String> SIMPLE = List.of("active", "refsetId", "referencedComponentId", "mapTarget");
    private static final List<String> ASSOCIATION =
            List.of("active", "refsetId", "referencedComponentId", "targetComponentId");

    private final Release release;
    private final Canonical edition;
    private final Map<String, Set<Mapping>> maps = new TreeMap<>();

    SnomedMaps(Release release, Canonical edition) {
        this.release = release;
        this.edition = edition;
    }

    void read(List<String> refsets, Consumer<Content> into) {
        refsets.stream()
                .filter(name -> name.contains("SimpleMap") || name.contains("ExtendedMap"))
                .forEach(file -> Table.tabs(release, file, SIMPLE, this::mapped));
        refsets.stream()
                .filter(name -> name.contains("Association"))
                .forEach(file -> Table.tabs(release, file, ASSOCIATION, this::associated));
        if (release.findings().areEmpty()) {
            maps.forEach((refset, lines) -> into.accept(map(refset, List.copyOf(lines))));
        }
    }

    private void mapped(Table.Row row) {
        if (!row.isActive() || row.cell("mapTarget").isBlank()) {
            return;
        }
        var target = new Coding(Snomed.targetOf(row.cell("refsetId")), row.cell("mapTarget"));
        var rule = row.cell("mapRule");
        var always = rule.isEmpty() || rule.equals("TRUE") || rule.equals("OTHERWISE TRUE");
        var equivalence = always ? Snomed.equivalence(row.cell("correlationId")) : "relatedto";
        add(row, target, equivalence, row.cell("mapAdvice"));
    }

    private void associated(Table.Row row) {
        if (row.isActive()) {
            var target = new Coding(Snomed.SYSTEM, row.cell("targetComponentId"));
            add(row, target, Snomed.association(row.cell("refsetId")), "");
        }
    }

    private void add(Table.Row row, Coding target, String equivalence, String comment) {
        var source = new Coding(Snomed.SYSTEM, row.cell("referencedComponentId"));
        row.required("refsetId")
                .ifPresent(refset -> maps.computeIfAbsent(refset, _ -> new LinkedHashSet<>())
                        .add(new Mapping(
                                source, target, equivalence, new Ground(MANUAL, "SNOMED International", comment))));
    }

    private ConceptMap map(String refset, List<Mapping> lines) {
        var id = new Canonical(Snomed.SYSTEM + "?fhir_cm=" + refset, edition.version());
        return new ConceptMap(id, "SNOMED CT map " + refset, release.origin(), new ArrayList<>(lines));
    }
}
