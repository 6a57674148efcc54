package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bulk.NdjsonRows;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.outbound.cda.ClinicalDocument;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same results through different feeds are the same facts. */
class SameFactsTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final List<String> TESTS = List.of("2345-7", "4548-4", "718-7", "2160-0");

    @TempDir
    Path folder;

    /** A result of a laboratory, in no format. */
    private record Result(int number, int patient, String test, BigDecimal value, LocalDateTime at) {
        Fact fact() {
            return new Fact(
                    "p" + patient,
                    "http://loinc.org",
                    test,
                    value,
                    at.atZone(ZONE).toInstant().toString());
        }
    }

    private record Fact(String patient, String system, String code, BigDecimal value, String at) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_same_results_as_messages_documents_tables_and_resources_are_the_same_facts(long seed) {
        var results = results(new SplittableRandom(seed));
        var expected = results.stream().map(Result::fact).collect(Collectors.toSet());

        var messages = kit("v2", new V2Feed());
        results.forEach(r -> messages.stored("v2", message(r)));
        assertThat(facts(messages)).isEqualTo(expected);

        var tables = kit("csv", new TableFeed());
        var csv = new ByteArrayInputStream(csv(results).getBytes(StandardCharsets.UTF_8));
        assertThat(CsvRows.open(csv, CsvForm.USUAL, "labs", "labs.csv")
                        .then(rows -> new Intake(tables.ingest, "lab").take(rows)))
                .isEqualTo(Outcome.of(new Intake.Summary(results.size(), 0, 0)));
        assertThat(facts(tables)).isEqualTo(expected);

        var resources = kit("bulk", new BulkFeed(new StrictParse()));
        var ndjson = new ByteArrayInputStream(ndjson(results).getBytes(StandardCharsets.UTF_8));
        assertThat(new Intake(resources.ingest, BulkFeed.KIND, "lab").take(new NdjsonRows(ndjson, "export.ndjson")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(facts(resources)).isEqualTo(expected);

        var documents = kit("ccda", new CdaFeed());
        byPatient(results).forEach((patient, own) -> documents.stored("ccda", document(patient, own)));
        assertThat(facts(documents)).isEqualTo(expected);

        var bundles = kit("fhir", new BundleFeed(new StrictParse()));
        byPatient(results).forEach((patient, own) -> bundles.stored("fhir", bundle(patient, own)));
        assertThat(facts(bundles)).isEqualTo(expected);
    }

    private static Map<Integer, List<Result>> byPatient(List<Result> results) {
        return results.stream().collect(Collectors.groupingBy(Result::patient));
    }

    private static ObjectNode observation(Result r) {
        return (ObjectNode) Kit.json("""
                {'resourceType': 'Observation', 'id': 'o%d', 'status': 'final', 'category': [{'coding': [{'code': 'laboratory'}]}],
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '%s'}]}, 'subject': {'reference': 'Patient/p%d'},
                 'effectiveDateTime': '%s', 'valueQuantity': {'value': %s, 'unit': 'mg/dL', 'code': 'mg/dL'}}
                """.formatted(
                        r.number(),
                        r.test(),
                        r.patient(),
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.of(r.at(), ZONE)),
                        r.value()));
    }

    private static ObjectNode person(int patient) {
        return (ObjectNode) Kit.json("""
                {'resourceType': 'Patient', 'id': 'p%1$d', 'identifier': [{'system': 'urn:oid:2.999.1', 'value': 'p%1$d'}],
                 'name': [{'family': 'Example'}], 'gender': 'unknown', 'birthDate': '1970'}""".formatted(patient));
    }

    private static String document(int patient, List<Result> results) {
        var about = new ClinicalDocument.About(
                ClinicalDocument.Kind.CCD,
                "North",
                "document of " + patient,
                "2026-03-01T00:00:00Z",
                List.of(new ClinicalDocument.RecordNumber("2.999.1", "p" + patient)),
                "");
        return ClinicalDocument.of(
                        about,
                        person(patient),
                        results.stream().map(SameFactsTest::observation).toList())
                .utf8();
    }

    private static String bundle(int patient, List<Result> results) {
        var bundle = Json.object().put("resourceType", "Bundle").put("type", "collection");
        var entries = bundle.putArray("entry");
        entries.addObject().set("resource", person(patient));
        results.forEach(r -> entries.addObject().set("resource", observation(r)));
        return bundle.toString();
    }

    private Kit kit(String name, Feed feed) {
        var number = "https://north.example/mrn";
        return new Kit(
                folder.resolve(name),
                new Source("lab", ZONE, Map.of("", number, "NORTH", number), Map.of(), Map.of()),
                feed);
    }

    private static List<Result> results(SplittableRandom random) {
        return IntStream.range(0, 60)
                .mapToObj(i -> new Result(
                        i,
                        random.nextInt(7),
                        TESTS.get(random.nextInt(TESTS.size())),
                        BigDecimal.valueOf(random.nextInt(1, 9999), 2),
                        LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(random.nextInt(300_000))))
                .toList();
    }

    private static String message(Result r) {
        var at = DateTimeFormatter.ofPattern("uuuuMMddHHmmss").format(r.at());
        return String.join(
                "\r",
                "MSH|^~\\&|LIS|NORTH|HIE|NORTH|20260102||ORU^R01|m%d|P|2.5.1".formatted(r.number()),
                "PID|1||p%d^^^NORTH^MR".formatted(r.patient()),
                "OBR|1||f%d^LIS|%s^^LN|||%s".formatted(r.number(), r.test(), at),
                "OBX|1|NM|%s^^LN||%s|mg/dL|||||F|||%s\r".formatted(r.test(), r.value(), at));
    }

    private static String csv(List<Result> results) {
        return "taken_at,mrn,result_id,test_code,test_system,value,unit,status\n"
                + results.stream()
                        .map(r -> "%s,p%d,r%d,%s,LOINC,%s,mg/dL,final\n"
                                .formatted(
                                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(r.at()),
                                        r.patient(),
                                        r.number(),
                                        r.test(),
                                        r.value()))
                        .collect(Collectors.joining());
    }

    private static String ndjson(List<Result> results) {
        var patients = results.stream()
                .map(Result::patient)
                .distinct()
                .map("""
                {"resourceType": "Patient", "id": "%1$d", "identifier": [{"system": "https://north.example/mrn", "value": "p%1$d"}]}
                """::formatted)
                .collect(Collectors.joining());
        return patients
                + results.stream()
                        .map(r -> """
                {"resourceType": "Observation", "id": "%d", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]}, \
                "subject": {"reference": "Patient/%d"}, "effectiveDateTime": "%s", "valueQuantity": {"value": %s, "unit": "mg/dL"}}
                """.formatted(
                                        r.number(),
                                        r.test(),
                                        r.patient(),
                                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.of(r.at(), ZONE)),
                                        r.value()))
                        .collect(Collectors.joining());
    }

    private static Set<Fact> facts(Kit kit) {
        var numbers = new HashMap<String, String>();
        kit.current("Patient")
                .forEach(p -> numbers.put(
                        p.id().toString(),
                        Json.tree(p.json()).at("/identifier/0/value").asText()));
        return kit.current("Observation").stream()
                .map(o -> fact(Json.tree(o.json()), numbers))
                .collect(Collectors.toSet());
    }

    private static Fact fact(JsonNode observation, Map<String, String> numbers) {
        return new Fact(
                numbers.getOrDefault(observation.at("/subject/reference").asText(), ""),
                observation.at("/code/coding/0/system").asText(),
                observation.at("/code/coding/0/code").asText(),
                observation.at("/valueQuantity/value").decimalValue(),
                OffsetDateTime.parse(observation.path("effectiveDateTime").asText())
                        .toInstant()
                        .toString());
    }
}
