package org.healthsphere.terminology.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.Snomed;

/** The descriptions of concepts, and which of them a dialect prefers. */
final class SnomedNames {
    private static final List<String> DESCRIPTION =
            List.of("id", "active", "conceptId", "languageCode", "typeId", "term");
    private static final List<String> LANGUAGE =
            List.of("active", "refsetId", "referencedComponentId", "acceptabilityId");
    private static final int FULLY_SPECIFIED = 1_000_000;
    private static final int NOT_PREFERRED = 100_000;

    private final Release release;
    private final Map<String, SnomedConcept> concepts;
    private final Map<String, Preference> preferences = new HashMap<>();
    private final List<String> dialects;

    SnomedNames(Release release, Map<String, SnomedConcept> concepts) {
        this.release = release;
        this.concepts = concepts;
        this.dialects = release.wishes().dialects().isEmpty()
                ? Snomed.DIALECTS
                : release.wishes().dialects();
    }

    void read(List<String> descriptions, List<String> languages) {
        languages.forEach(file -> Table.tabs(release, file, LANGUAGE, this::preference));
        descriptions.forEach(file -> Table.tabs(release, file, DESCRIPTION, this::description));
    }

    void definitions(List<String> files) {
        files.forEach(file -> Table.tabs(release, file, DESCRIPTION, row -> {
            var concept = concepts.get(row.cell("conceptId"));
            if (concept != null && row.isActive()) {
                concept.define(row.cell("term"));
            }
        }));
    }

    private void preference(Table.Row row) {
        if (row.isActive() && row.cell("acceptabilityId").equals(Snomed.PREFERRED)) {
            var refset = row.cell("refsetId");
            var place = dialects.indexOf(refset);
            var preference = new Preference(refset, place < 0 ? dialects.size() : place);
            preferences.merge(row.cell("referencedComponentId"), preference, Preference::better);
        }
    }

    private void description(Table.Row row) {
        if (!row.isActive()) {
            return;
        }
        var concept = concepts.get(row.cell("conceptId"));
        if (concept == null) {
            row.problem("conceptId", "is no concept of the release: " + row.cell("conceptId"));
            return;
        }
        row.required("term").ifPresent(term -> name(concept, row, term));
    }

    private void name(SnomedConcept concept, Table.Row row, String term) {
        var preference = preferences.get(row.cell("id"));
        var language = preference == null
                ? row.cell("languageCode")
                : Snomed.languageOf(preference.refset(), row.cell("languageCode"));
        if (row.cell("typeId").equals(Snomed.FULLY_SPECIFIED_NAME)) {
            concept.name(new Designation(language, Snomed.use(Snomed.FULLY_SPECIFIED_NAME), term), FULLY_SPECIFIED);
        } else if (preference == null) {
            concept.name(new Designation(language, Snomed.use(Snomed.SYNONYM), term), NOT_PREFERRED);
        } else {
            concept.name(new Designation(language, Snomed.use(Snomed.PREFERRED), term), preference.place());
        }
    }

    private record Preference(String refset, int place) {
        Preference better(Preference other) {
            if (place != other.place) {
                return place < other.place ? this : other;
            }
            return refset.compareTo(other.refset) <= 0 ? this : other;
        }
    }
}
