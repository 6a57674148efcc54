package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.MergedRecord;

/** The sections of the summary, in their order; the first three are required. */
enum Section {
    PROBLEMS("Problems", "11450-4", Optional.of(Absence.PROBLEMS)),
    ALLERGIES("Allergies and intolerances", "48765-2", Optional.of(Absence.ALLERGIES)),
    MEDICATIONS("Medication summary", "10160-0", Optional.of(Absence.MEDICATIONS)),
    IMMUNIZATIONS("Immunizations", "11369-6", Optional.empty()),
    RESULTS("Results", "30954-2", Optional.empty()),
    PROCEDURES("History of procedures", "47519-4", Optional.empty()),
    DEVICES("Medical devices", "46264-8", Optional.empty()),
    VITAL_SIGNS("Vital signs", "8716-3", Optional.empty()),
    PAST_PROBLEMS("History of past illness", "11348-0", Optional.empty()),
    SOCIAL_HISTORY("Social history", "29762-2", Optional.empty());

    /** By category, the first that is found. */
    private static final Map<String, Section> OBSERVATIONS =
            new TreeMap<>(Map.of("laboratory", RESULTS, "social-history", SOCIAL_HISTORY, "vital-signs", VITAL_SIGNS));

    private static final Set<String> PAST = Set.of("inactive", "remission", "resolved");

    private final String title;
    private final String loinc;
    private final Optional<Absence> absence;

    Section(String title, String loinc, Optional<Absence> absence) {
        this.title = title;
        this.loinc = loinc;
        this.absence = absence;
    }

    /** Whether some section has this item. */
    static boolean holds(MergedItem item) {
        return Arrays.stream(values()).anyMatch(section -> section.has(item));
    }

    /** The section, with its entries put where entries are; empty when it is neither required nor has any. */
    Optional<ObjectNode> write(MergedRecord record, Entries entries) {
        var items = record.items().stream()
                .filter(this::has)
                .sorted(Comparator.comparing(Wording::time).reversed())
                .toList();
        if (items.isEmpty()) {
            return absence.map(none -> none(none, entries));
        }
        var section = section(Narrative.table(items));
        var references = section.putArray("entry");
        items.forEach(item -> references.addObject().put("reference", entries.add(item)));
        return Optional.of(section);
    }

    private boolean has(MergedItem item) {
        return of(item).filter(this::equals).isPresent() && !isAnError(item);
    }

    private static Optional<Section> of(MergedItem item) {
        return switch (item.type()) {
            case "Condition" -> Optional.of(isPast(item) ? PAST_PROBLEMS : PROBLEMS);
            case "AllergyIntolerance" -> Optional.of(ALLERGIES);
            case "MedicationRequest", "MedicationStatement" -> Optional.of(MEDICATIONS);
            case "Immunization" -> Optional.of(IMMUNIZATIONS);
            case "DiagnosticReport" -> Optional.of(RESULTS);
            case "Observation" -> ofObservation(item);
            case "Procedure" -> Optional.of(PROCEDURES);
            case "DeviceUseStatement" -> Optional.of(DEVICES);
            default -> Optional.empty();
        };
    }

    private ObjectNode none(Absence absence, Entries entries) {
        entries.put(name(), absence.resource(entries.fullUrl(Entries.PATIENT)));
        var section = section(Narrative.sentence(absence.sentence()));
        section.putArray("entry").addObject().put("reference", entries.fullUrl(name()));
        return section;
    }

    private ObjectNode section(ObjectNode text) {
        var section = JsonNodeFactory.instance.objectNode().put("title", title);
        section.putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", loinc);
        section.set("text", text);
        return section;
    }

    private static Optional<Section> ofObservation(MergedItem item) {
        return OBSERVATIONS.entrySet().stream()
                .filter(section -> isOf(item, section.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isPast(MergedItem item) {
        return codes(item.resource().path("clinicalStatus")).stream().anyMatch(PAST::contains);
    }

    private static boolean isOf(MergedItem item, String category) {
        var categories = item.resource().path("category");
        for (var i = 0; i < categories.size(); i++) {
            if (codes(categories.path(i)).contains(category)) {
                return true;
            }
        }
        return false;
    }

    /** What was entered in error, or was not done, is no part of a history. */
    private static boolean isAnError(MergedItem item) {
        var resource = item.resource();
        return Set.of("entered-in-error", "not-done", "cancelled")
                        .contains(resource.path("status").asText())
                || codes(resource.path("verificationStatus")).contains("entered-in-error");
    }

    private static List<String> codes(JsonNode concept) {
        return concept.path("coding").findValuesAsText("code");
    }
}
