package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.outbound.cda.ClinicalDocument;
import org.healthsphere.node.store.StoredResource;

/**
 * Lives told as HL7 v2 messages, as C-CDA documents, as tables and as FHIR Bundles, and the clinical facts that each of them comes to:
 * what it is, of whom, by its code, its value and when.
 */
final class Routes {
    private static final String NUMBERS = "https://north.example/mrn";
    private static final Map<String, String> V2_SYSTEMS = Map.of(
            "http://loinc.org", "LN",
            "http://snomed.info/sct", "SCT",
            "http://www.nlm.nih.gov/research/umls/rxnorm", "RXNORM",
            "http://hl7.org/fhir/sid/icd-10-cm", "I10C");
    private static final Map<String, String> TABLE_SYSTEMS = Map.of(
            "http://loinc.org", "LOINC",
            "http://snomed.info/sct", "SNOMED",
            "http://www.nlm.nih.gov/research/umls/rxnorm", "RXNORM",
            "http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM");

    private final Path folder;
    private final List<Life> lives;

    /**
     * A person and what happened to him.
     *
     * @param records Conditions, Observations of one amount, MedicationRequests and Procedures
     */
    record Life(ObjectNode patient, List<ObjectNode> records) {
        private String number() {
            return patient.path("id").asText();
        }

        private Stream<ObjectNode> of(String type) {
            return records.stream().filter(r -> r.path("resourceType").asText().equals(type));
        }
    }

    Routes(Path folder, List<Life> lives) {
        this.folder = folder;
        this.lives = lives;
    }

    /** What should be found whichever way it comes. */
    Set<String> facts() {
        return lives.stream()
                .flatMap(life -> life.records().stream().map(record -> fact(life.number(), record)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> asMessages() {
        var kit = kit("v2", new V2Feed());
        lives.forEach(life -> messages(life).forEach(message -> kit.stored("v2", message)));
        return facts(kit);
    }

    Set<String> asDocuments() {
        var kit = kit("ccda", new CdaFeed());
        lives.forEach(life -> kit.stored("ccda", document(life)));
        return facts(kit);
    }

    Set<String> asTables() {
        var kit = kit("csv", new TableFeed());
        table(kit, "patients", "mrn,family,given,birth_date,sex", life -> Stream.of(person(life)));
        table(
                kit,
                "diagnoses",
                "diagnosis_id,mrn,code,system,onset,status",
                life -> life.of("Condition").map(r -> row(life, r, "/code", time(r), "active")));
        table(
                kit,
                "procedures",
                "procedure_id,mrn,code,system,performed_at,status",
                life -> life.of("Procedure").map(r -> row(life, r, "/code", time(r), "completed")));
        table(
                kit,
                "labs",
                "result_id,mrn,test_code,test_system,taken_at,status,value,unit",
                life -> life.of("Observation").map(r -> row(life, r, "/code", time(r), "final", value(r), unit(r))));
        table(
                kit,
                "medications",
                "order_id,mrn,drug_code,drug_system,ordered_at,status,drug_name",
                life -> life.of("MedicationRequest")
                        .map(r -> row(life, r, "/medicationCodeableConcept", time(r), "active", "a drug")));
        return facts(kit);
    }

    Set<String> asBundles() {
        var kit = kit("fhir", new BundleFeed(new StrictParse()));
        lives.forEach(life -> {
            var bundle = Json.object().put("resourceType", "Bundle").put("type", "collection");
            var entries = bundle.putArray("entry");
            entries.addObject().set("resource", life.patient());
            life.records().forEach(record -> entries.addObject().set("resource", record));
            kit.stored("fhir", bundle.toString());
        });
        return facts(kit);
    }

    private Kit kit(String name, Feed feed) {
        return new Kit(
                folder.resolve(name),
                new Source("lab", ZoneOffset.UTC, Map.of("", NUMBERS, "NORTH", NUMBERS), Map.of(), Map.of()),
                feed);
    }

    /** The Patient by his number in this hospital alone, so that he is the same by every way. */
    static ObjectNode numbered(ObjectNode patient) {
        patient.retain("resourceType", "id", "name", "gender", "birthDate");
        patient.putArray("identifier")
                .addObject()
                .put("system", NUMBERS)
                .put("value", patient.path("id").asText());
        return patient;
    }

    private static List<String> messages(Life life) {
        var pid = "PID|1||%s^^^NORTH^MR||Example^One||%s|%s"
                .formatted(
                        life.number(),
                        life.patient().path("birthDate").asText().replace("-", ""),
                        life.patient().path("gender").asText().equals("female") ? "F" : "M");
        var messages = new ArrayList<String>();
        messages.add(message(
                "ADT^A08",
                life.number(),
                Stream.of(
                                Stream.of(pid),
                                life.of("Condition").map(r -> "DG1|1||%s||%s|F".formatted(coded(r), v2(time(r)))),
                                life.of("Procedure").map(r -> "PR1|1||%s||%s".formatted(coded(r), v2(time(r)))))
                        .flatMap(Function.identity())));
        life.of("Observation")
                .forEach(r -> messages.add(message(
                        "ORU^R01",
                        r.path("id").asText(),
                        Stream.of(
                                pid,
                                "OBR|1||%s^LIS|%s|||%s".formatted(r.path("id").asText(), coded(r), v2(time(r))),
                                "OBX|1|NM|%s||%s|%s^%s^UCUM|||||F|||%s"
                                        .formatted(coded(r), value(r), unit(r), unit(r), v2(time(r)))))));
        life.of("MedicationRequest")
                .forEach(r -> messages.add(message(
                        "RDE^O11",
                        r.path("id").asText(),
                        Stream.of(
                                pid,
                                "ORC|NW|%s^PHARM|||||||%s"
                                        .formatted(r.path("id").asText(), v2(time(r))),
                                "RXE||%s|1||{tablet}^^UCUM".formatted(coded(r))))));
        return messages;
    }

    private static String message(String event, String number, Stream<String> segments) {
        return "MSH|^~\\&|EHR|NORTH|HIE|NORTH|20260102||%s|%s|P|2.5.1\r".formatted(event, number)
                + segments.collect(Collectors.joining("\r"))
                + "\r";
    }

    private static String coded(ObjectNode record) {
        var coding = coding(record);
        return coding.path("code").asText()
                + "^^"
                + V2_SYSTEMS.get(coding.path("system").asText());
    }

    private static String v2(String time) {
        return DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").format(OffsetDateTime.parse(time));
    }

    private static String document(Life life) {
        var about = new ClinicalDocument.About(
                ClinicalDocument.Kind.CCD,
                "North",
                "document of " + life.number(),
                "2026-03-01T00:00:00Z",
                List.of(new ClinicalDocument.RecordNumber("2.999.1", life.number())),
                "");
        return ClinicalDocument.of(about, life.patient(), life.records()).utf8();
    }

    private void table(Kit kit, String name, String columns, Function<Life, Stream<String>> rows) {
        var csv = columns + "\n" + lives.stream().flatMap(rows).collect(Collectors.joining("\n"));
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        assertThat(CsvRows.open(in, CsvForm.USUAL, name, name + ".csv")
                        .then(opened -> new Intake(kit.ingest, "lab").take(opened)))
                .satisfies(
                        summary -> assertThat(summary.orElseThrow().waiting()).isZero());
    }

    private static String person(Life life) {
        return String.join(
                ",",
                life.number(),
                "Example",
                "One",
                life.patient().path("birthDate").asText(),
                life.patient().path("gender").asText());
    }

    private static String row(Life life, ObjectNode record, String concept, String... more) {
        var coding = record.at(concept + "/coding/0");
        return Stream.concat(
                        Stream.of(
                                record.path("id").asText(),
                                life.number(),
                                coding.path("code").asText(),
                                TABLE_SYSTEMS.get(coding.path("system").asText())),
                        Stream.of(more))
                .collect(Collectors.joining(","));
    }

    private static Set<String> facts(Kit kit) {
        var numbers = kit.current("Patient").stream().collect(Collectors.toMap(p -> p.id().toString(), Routes::number));
        return Stream.of("Condition", "Observation", "MedicationRequest", "Procedure")
                .flatMap(type -> kit.current(type).stream())
                .map(record -> Json.tree(record.json()))
                .map(record -> fact(
                        numbers.getOrDefault(record.at("/subject/reference").asText(), "nobody"), record))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String number(StoredResource patient) {
        return Json.tree(patient.json()).at("/identifier/0/value").asText();
    }

    private static String fact(String number, ObjectNode record) {
        var coding = coding(record);
        return String.join(
                " ",
                number,
                record.path("resourceType").asText(),
                coding.path("system").asText(),
                coding.path("code").asText(),
                value(record),
                OffsetDateTime.parse(time(record)).toInstant().toString());
    }

    private static JsonNode coding(ObjectNode record) {
        return record.has("code") ? record.at("/code/coding/0") : record.at("/medicationCodeableConcept/coding/0");
    }

    private static String value(ObjectNode record) {
        var value = record.at("/valueQuantity/value");
        return value.isMissingNode()
                ? ""
                : value.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String unit(ObjectNode record) {
        return record.at("/valueQuantity/code").asText();
    }

    /** When it began, was found, ordered or done. */
    static String time(ObjectNode record) {
        return IntStream.range(0, TIMES.size())
                .mapToObj(i -> record.at(TIMES.get(i)).asText())
                .filter(time -> !time.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static final List<String> TIMES = List.of(
            "/onsetDateTime", "/effectiveDateTime", "/authoredOn", "/performedDateTime", "/performedPeriod/start");
}
