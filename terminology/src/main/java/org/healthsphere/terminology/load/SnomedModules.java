package org.healthsphere.terminology.load;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which module an edition of SNOMED CT is of: the one that builds on all others and on which none builds. */
final class SnomedModules {
    private static final List<String> DEPENDENCY = List.of("active", "moduleId", "referencedComponentId");

    private final Release release;
    private final Map<String, Integer> concepts;
    private final Map<String, Set<String>> needs = new HashMap<>();

    /**
     * The modules of a release.
     *
     * @param concepts how many concepts each of them has
     */
    SnomedModules(Release release, Map<String, Integer> concepts) {
        this.release = release;
        this.concepts = concepts;
    }

    String edition(List<String> dependencies) {
        dependencies.forEach(file -> Table.tabs(release, file, DEPENDENCY, this::dependency));
        Set<String> needed = new HashSet<>();
        needs.values().forEach(needed::addAll);
        return needs.entrySet().stream()
                .filter(module -> !needed.contains(module.getKey()))
                .max(Map.Entry.<String, Set<String>>comparingByValue((a, b) -> Integer.compare(a.size(), b.size()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElseGet(this::largest);
    }

    private void dependency(Table.Row row) {
        if (row.isActive()) {
            needs.computeIfAbsent(row.cell("moduleId"), _ -> new HashSet<>()).add(row.cell("referencedComponentId"));
        }
    }

    private String largest() {
        return concepts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
