package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.demo.feeds.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lives that Synthea writes, told by each of the four ways, come to the same clinical facts.
 *
 * <p>{@code tools/synthea/generate FOLDER 24 20260101} writes them, {@code -Dfeed.synthea=FOLDER} names the folder; {@code hie verify} does both. Compared are
 * diagnoses, procedures, medicines, and results and vital signs of one amount; what a life tells in other shapes has no line in a table.
 */
@EnabledIfSystemProperty(
        named = "feed.synthea",
        matches = ".+",
        disabledReason = "-Dfeed.synthea=FOLDER names no folder with bundles of Synthea")
class SyntheaRoutesIT {
    private static final Set<String> KINDS = Set.of("Condition", "Procedure", "MedicationRequest", "Observation");

    /** Answers to questionnaires (survey) have no section in a document of continuity of care. */
    private static final Set<String> MEASURED = Set.of("laboratory", "vital-signs");

    @TempDir
    Path folder;

    @Test
    void lives_of_synthea_are_the_same_facts_by_every_way() throws IOException {
        List<Path> bundles;
        try (var files = Files.walk(Path.of(System.getProperty("feed.synthea")))) {
            bundles = files.filter(file -> file.toString().endsWith(".json")).toList();
        }
        var lives = History.read(bundles).stream().map(SyntheaRoutesIT::life).toList();
        var routes = new Routes(folder, lives);
        var expected = routes.facts();

        assertThat(expected).hasSizeGreaterThan(100 * lives.size());
        same(routes.asBundles(), expected);
        same(routes.asMessages(), expected);
        same(routes.asTables(), expected);
        same(routes.asDocuments(), expected);
    }

    private static void same(Set<String> found, Set<String> expected) {
        var missing = new TreeSet<>(expected);
        missing.removeAll(found);
        var more = new TreeSet<>(found);
        more.removeAll(expected);
        assertThat(missing).as("what is missing").isEmpty();
        assertThat(more).as("what nobody told").isEmpty();
    }

    /** Each fact once: by most ways two that are alike in everything are one. */
    private static Routes.Life life(History history) {
        var number = history.patient().path("id").asText();
        var seen = new HashSet<String>();
        var records = history.records().stream()
                .filter(SyntheaRoutesIT::isCompared)
                .map(ObjectNode::deepCopy)
                .filter(record -> seen.add(record.path("resourceType").asText()
                        + Routes.time(record)
                        + Optional.of(record.path("code"))
                                .filter(code -> !code.isMissingNode())
                                .orElse(record.path("medicationCodeableConcept"))))
                .toList();
        records.forEach(record -> {
            record.remove(List.of("encounter", "requester", "reasonReference", "location", "meta", "extension"));
            record.putObject("subject").put("reference", "Patient/" + number);
        });
        return new Routes.Life(Routes.numbered(history.patient().deepCopy()), records);
    }

    private static boolean isCompared(ObjectNode record) {
        var type = record.path("resourceType").asText();
        return KINDS.contains(type)
                && !Routes.time(record).isEmpty()
                && (!type.equals("Observation")
                        || (record.has("valueQuantity")
                                && MEASURED.contains(
                                        record.at("/category/0/coding/0/code").asText())));
    }
}
