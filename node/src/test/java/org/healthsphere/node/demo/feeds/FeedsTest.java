package org.healthsphere.node.demo.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.IngestReport;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Told by a hospital in its language and taken in by its node, a life is the same. */
class FeedsTest {
    private static final LocalCodes NORTH = LocalCodes.bundled("northfield");
    private static final LocalCodes RIVER = LocalCodes.bundled("riverside");
    private static final Feeds FEEDS = Feeds.of(Lives.histories(12), new HospitalSplit(7, 6), NORTH, RIVER);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Hospital.class)
    void all_is_stored_but_what_is_broken(Hospital hospital) {
        var kit = taken(hospital);
        var all = FEEDS.messages(hospital).size();
        var broken = hospital == Hospital.NORTH ? 2 : 1;

        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(all, all - broken, broken));
        assertThat(kit.ingest.coverage(hospital.source().name()).leftOut()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Hospital.class)
    void everything_that_is_stored_is_fhir(Hospital hospital) {
        var check = new StrictParse();
        try (var stored = taken(hospital).store.changesAfter(0)) {
            assertThat(stored)
                    .isNotEmpty()
                    .allSatisfy(r -> assertThat(check.problems(r.json())).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Hospital.class)
    void patients_diagnoses_and_values_are_those_of_the_charts(Hospital hospital) {
        var kit = taken(hospital);
        var charts =
                FEEDS.charts().stream().filter(c -> c.hospital() == hospital).toList();

        var people = charts.stream().map(c -> person(c.patient())).toList();
        assertThat(kit.all("Patient").stream().map(FeedsTest::person)).containsExactlyInAnyOrderElementsOf(people);
        assertThat(facts(kit, "Condition", "onsetDateTime")).isEqualTo(told(charts, "Condition", "onsetDateTime"));
        var values = facts(kit, "Observation", "effectiveDateTime");
        assertThat(values).containsAll(told(charts, "Observation", "effectiveDateTime"));
    }

    @Test
    void a_hospital_speaks_its_own_codes_and_the_node_adds_the_common_ones() {
        var kit = taken(Hospital.NORTH);

        assertThat(FEEDS.messages(Hospital.NORTH))
                .anySatisfy(m -> assertThat(m.utf8()).contains("^NFDX|").doesNotContain("44054006"));
        assertThat(kit.all("Condition")).allSatisfy(c -> {
            assertThat(c.at("/code/coding/0/system").asText()).isEqualTo("https://northfield.example/codes/diagnosis");
            assertThat(c.at("/code/coding/1/system").asText())
                    .isEqualTo("https://healthsphere.org/fhir/CodeSystem/conditions");
        });
    }

    @Test
    void the_feeds_are_the_same_every_time() {
        assertThat(Feeds.of(Lives.histories(12), new HospitalSplit(7, 6), NORTH, RIVER))
                .isEqualTo(FEEDS);
        assertThat(FEEDS.patients()).isEqualTo(12);
        assertThat(FEEDS.shared()).isEqualTo(5);
    }

    @Test
    void a_feed_taken_twice_is_stored_once() {
        var kit = taken(Hospital.RIVER);
        var change = kit.store.lastChange();
        take(kit, Hospital.RIVER);

        assertThat(kit.store.lastChange()).isEqualTo(change);
    }

    private Kit taken(Hospital hospital) {
        Feed feed = switch (hospital) {
            case NORTH -> new V2Feed();
            case RIVER -> new BundleFeed(new StrictParse());
            case LAKE -> new CdaFeed();
        };
        var kit = new Kit(folder.resolve(hospital.name()), hospital.source(), feed);
        for (var map : List.of(
                "sct-conditions",
                "loinc-laboratory",
                "northfield-diagnosis-conditions",
                "northfield-lab-laboratory",
                "riverside-diagnosis-conditions",
                "riverside-lab-laboratory")) {
            maps(kit, map);
        }
        take(kit, hospital);
        return kit;
    }

    private static void take(Kit kit, Hospital hospital) {
        for (var message : FEEDS.messages(hospital)) {
            var receipt = kit.ingest.take(hospital.kind(), hospital.source().name(), message);
            assertThat(receipt).isNotInstanceOf(Receipt.Deferred.class);
        }
    }

    private static void maps(Kit kit, String name) {
        for (var group : Json.tree(resource(name)).path("group")) {
            for (var element : group.path("element")) {
                var target = element.at("/target/0");
                kit.terminology.map(
                        new Coding(
                                group.path("source").asText(),
                                element.path("code").asText()),
                        new Coding(
                                group.path("target").asText(),
                                target.path("code").asText()),
                        target.path("equivalence").asText());
            }
        }
    }

    private static Bytes resource(String name) {
        try (var in = FeedsTest.class.getResourceAsStream("/fhir/ConceptMap/" + name + ".json")) {
            return Bytes.of(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String person(JsonNode patient) {
        return patient.at("/identifier/0/value").asText() + " "
                + patient.at("/name/0/family").asText() + " "
                + patient.at("/name/0/given/0").asText() + " "
                + patient.path("birthDate").asText() + " "
                + patient.path("gender").asText() + " "
                + patient.at("/address/0/line/0").asText();
    }

    /** Common code, day and value of what is stored. */
    private static Set<String> facts(Kit kit, String type, String time) {
        return kit.all(type).stream()
                .map(r -> fact(common(r.path("code")), r, time))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> told(List<Chart> charts, String type, String time) {
        return charts.stream()
                .map(c -> c.all(type))
                .flatMap(Collection::stream)
                // Registration and laboratory tell no vital signs.
                .filter(r -> !Codes.category(r, "vital-signs"))
                .map(r -> fact(standard(r.path("code")), r, time))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String fact(String code, JsonNode resource, String time) {
        var at = resource.path(time).asText();
        return code + " " + at.substring(0, Math.min(19, at.length())) + " "
                + resource.at("/valueQuantity/value").asText("")
                + resource.at("/valueQuantity/code").asText("");
    }

    private static String common(JsonNode concept) {
        return Json.elements(concept.path("coding"))
                .filter(c -> c.path("system").asText().startsWith("https://healthsphere.org/fhir/CodeSystem/"))
                .map(c -> c.path("code").asText())
                .findFirst()
                .orElse("?");
    }

    /** The common code of a standard one, by the maps. */
    private static String standard(JsonNode concept) {
        var found = new ArrayList<String>();
        for (var name : List.of("sct-conditions", "loinc-laboratory")) {
            for (var element : Json.tree(resource(name)).at("/group/0/element")) {
                if (element.path("code")
                        .asText()
                        .equals(concept.at("/coding/0/code").asText())) {
                    found.add(element.at("/target/0/code").asText());
                }
            }
        }
        return Stream.concat(found.stream(), Stream.of("?")).findFirst().orElseThrow();
    }
}
