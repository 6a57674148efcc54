package org.healthsphere.node.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Profiles.Remark;
import org.healthsphere.node.fhir.Profiles.Severity;
import org.healthsphere.node.http.fhir.MustSupport;
import org.healthsphere.node.ingest.MappedResources;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written down of US Core's profiles, and what claims them, held against the published packages.
 *
 * <p>They are not in the public registry of packages that the build uses: {@code -Dfhir.packages} names a folder with
 * {@code hl7.fhir.us.core-*.tgz}, and with the packages that they build on.
 */
@EnabledIfSystemProperty(
        named = "fhir.packages",
        matches = ".+",
        disabledReason = "-Dfhir.packages=FOLDER names no folder with the packages of US Core")
class UsCorePackagesIT {
    private static final String RELEASE = "hl7.fhir.us.core-";
    private static final Set<String> OTHERS = Set.of("hl7.terminology.r4", "hl7.fhir.uv.extensions.r4");

    private static final Set<String> RELEASES = Set.of("6.1.0", "8.0.0");

    /** Whose codes are nobody's here to publish: that they are not known is no mistake. */
    private static final List<String> UNPUBLISHED = List.of("http://loinc.org", "urn:oid:2.16.840.1.113883.6.238");

    @TempDir
    private Path folder;

    /** The packages of one release, and those that it builds on. */
    private Packages packages(String release) throws IOException {
        var given = Path.of(System.getProperty("fhir.packages"));
        try (var files = Files.list(given)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.equals(RELEASE + release + ".tgz")
                        || OTHERS.stream().anyMatch(other -> name.startsWith(other + "-"))) {
                    var _ = Files.createSymbolicLink(folder.resolve(name), file);
                }
            }
        }
        return new Packages(Optional.of(folder));
    }

    private static List<ObjectNode> profiles(Packages packages) {
        return packages.definitions().orElseThrow().stream()
                .map(House::tree)
                .filter(definition -> definition.path("url").asText().startsWith(MustSupport.url("")))
                .filter(definition -> definition.path("resourceType").asText().equals("StructureDefinition"))
                .filter(definition -> !definition.path("type").asText().equals("Extension"))
                .toList();
    }

    private static boolean isToBeShown(JsonNode element) {
        return element.path("mustSupport").asBoolean()
                || element.path("extension")
                        .valueStream()
                        .anyMatch(extension -> extension.path("url").asText().endsWith("/uscdi-requirement")
                                && extension.path("valueBoolean").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1.0", "8.0.0"})
    void the_list_has_every_element_that_is_to_be_shown_and_no_other(String release) throws IOException {
        var expected = profiles(packages(release)).stream()
                .flatMap(profile -> profile.at("/snapshot/element")
                        .valueStream()
                        .filter(UsCorePackagesIT::isToBeShown)
                        .map(element -> element.path("id").asText())
                        .filter(id -> id.contains("."))
                        .map(id -> profile.path("id").asText() + " " + id))
                .collect(Collectors.toCollection(TreeSet::new));
        var listed = MustSupport.all().stream()
                .filter(element -> Set.of("both", release).contains(element.release()))
                .map(element -> element.profile() + " " + element.element())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(expected).hasSizeGreaterThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1.0", "8.0.0"})
    void what_claims_a_profile_meets_it(String release) throws IOException {
        var packages = packages(release);
        var known = profiles(packages).stream()
                .map(profile -> profile.path("url").asText())
                .collect(Collectors.toSet());
        var validator = new ReferenceValidator(packages);
        var wrong = new ArrayList<String>();
        for (var json : MustSupport.resources()) {
            var resource = House.tree(json);
            var claimed = MustSupport.claimed(resource).toList();
            if (known.containsAll(claimed) && isOf(release, resource.path("id").asText())) {
                remarks(validator, json, List.of())
                        .forEach(remark -> wrong.add(resource.path("id").asText() + " " + remark));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What both releases have in forms that exclude each other is shown by a record for each, named for it. */
    private static boolean isOf(String release, String id) {
        return RELEASES.stream().noneMatch(other -> id.endsWith(other) && !other.equals(release));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1.0", "8.0.0"})
    void what_the_mappings_make_meets_the_profile_of_its_kind(String release) throws IOException {
        var validator = new ReferenceValidator(packages(release));
        var wrong = new ArrayList<String>();
        for (var stored : MappedResources.in(folder.resolve("quarantine"))) {
            var resource = House.tree(stored.json().utf8());
            var profile = profile(resource).map(MustSupport::url).toList();
            remarks(validator, stored.json().utf8(), profile)
                    .forEach(remark -> wrong.add(stored.id().type() + " " + profile + " " + remark + " IN "
                            + stored.json().utf8()));
        }
        assertThat(wrong).isEmpty();
    }

    /** Which profile is meant for what a resource is; none for what US Core does not speak of. */
    private static Stream<String> profile(JsonNode resource) {
        var categories = resource.path("category").findValuesAsText("code");
        return switch (resource.path("resourceType").asText()) {
            case "Observation" -> observation(resource, categories);
            case "Condition" ->
                Stream.of(
                        categories.contains("encounter-diagnosis")
                                ? "us-core-condition-encounter-diagnosis"
                                : "us-core-condition-problems-health-concerns");
            case "DiagnosticReport" ->
                categories.contains("LAB") ? Stream.of("us-core-diagnosticreport-lab") : Stream.of();
            case "Appointment", "Binary", "Composition", "EpisodeOfCare", "MedicationStatement" -> Stream.of();
            case String type -> Stream.of("us-core-" + type.toLowerCase(Locale.ROOT));
        };
    }

    private static Stream<String> observation(JsonNode resource, List<String> categories) {
        if (resource.at("/code/coding/0/code").asText().equals("72166-2")) {
            return Stream.of("us-core-smokingstatus");
        } else if (categories.contains("vital-signs")) {
            return Stream.of("us-core-vital-signs");
        }
        return categories.contains("laboratory") ? Stream.of("us-core-observation-lab") : Stream.of();
    }

    /** What is wrong; not that a code is of a system which is nobody's here to publish. */
    static Stream<String> remarks(ReferenceValidator validator, String json, Collection<String> profiles) {
        return validator.hold(Bytes.utf8(json), List.copyOf(profiles)).orElseThrow().stream()
                .filter(remark -> remark.severity() == Severity.ERROR || remark.severity() == Severity.FATAL)
                .filter(remark -> UNPUBLISHED.stream().noneMatch(remark.words()::contains))
                .map(UsCorePackagesIT::told);
    }

    private static String told(Remark remark) {
        return remark.at() + ": " + remark.words();
    }
}
