package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** The same synthetic people with the same diagnoses are the same by whichever way they come. */
class SamePeopleTest {
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final String NUMBERS = "https://north.example/mrn";
    private static final List<String> CODES = List.of("I10", "E11.9", "J45.909", "N18.3");

    @TempDir
    Path folder;

    private record Diagnosis(String code, LocalDate since) {}

    private record Person(String number, String family, String given, LocalDate born, String sex, List<Diagnosis> ill) {
        Stream<String> facts() {
            return Stream.concat(
                    Stream.of(String.join(" ", number, family, given, born.toString(), sex)),
                    ill.stream()
                            .map(d -> String.join(
                                    " ", number, ICD, d.code(), d.since().toString())));
        }

        ObjectNode patient() {
            return (ObjectNode) Kit.json("""
                {'resourceType': 'Patient', 'id': '%1$s', 'identifier': [{'system': '%2$s', 'value': '%1$s'}],
                 'name': [{'family': '%3$s', 'given': ['%4$s']}], 'gender': '%5$s', 'birthDate': '%6$s'}
                """.formatted(number, NUMBERS, family, given, sex, born));
        }

        List<ObjectNode> conditions() {
            return IntStream.range(0, ill.size())
                    .mapToObj(i -> (ObjectNode) Kit.json("""
                        {'resourceType': 'Condition', 'id': '%1$sd%2$d', 'subject': {'reference': 'Patient/%1$s'}, 'onsetDateTime': '%3$s',
                         'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code': 'active'}]},
                         'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-category', 'code': 'problem-list-item'}]}],
                         'code': {'coding': [{'system': '%4$s', 'code': '%5$s'}]}}
                        """.formatted(
                            number, i, ill.get(i).since(), ICD, ill.get(i).code())))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_same_people_with_the_same_diagnoses_are_the_same_facts(long seed) {
        var people = people(new SplittableRandom(seed));
        var expected = people.stream().flatMap(Person::facts).collect(Collectors.toCollection(TreeSet::new));

        var messages = kit("v2", new V2Feed());
        people.forEach(person -> messages.stored("v2", message(person)));
        assertThat(facts(messages)).isEqualTo(expected);

        var documents = kit("ccda", new CdaFeed());
        people.forEach(person -> documents.stored("ccda", document(person)));
        assertThat(facts(documents)).isEqualTo(expected);

        var tables = kit("csv", new TableFeed());
        taken(tables, "patients", patients(people));
        taken(tables, "diagnoses", diagnoses(people));
        assertThat(facts(tables)).isEqualTo(expected);

        var resources = kit("bulk", new BulkFeed(new StrictParse()));
        var ndjson = new ByteArrayInputStream(resources(people)
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(new Intake(resources.ingest, BulkFeed.KIND, "lab").take(new NdjsonRows(ndjson, "export.ndjson")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(facts(resources)).isEqualTo(expected);

        var bundles = kit("fhir", new BundleFeed(new StrictParse()));
        people.forEach(person -> bundles.stored("fhir", bundle(person)));
        assertThat(facts(bundles)).isEqualTo(expected);
    }

    private static List<Person> people(SplittableRandom random) {
        return IntStream.range(0, 12)
                .mapToObj(i -> {
                    var ill = CODES.stream()
                            .filter(_ -> random.nextBoolean())
                            .map(code ->
                                    new Diagnosis(code, LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2_000))))
                            .toList();
                    return new Person(
                            "p" + i,
                            "Family" + random.nextInt(5),
                            "Given" + random.nextInt(5),
                            LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000)),
                            random.nextBoolean() ? "female" : "male",
                            ill);
                })
                .toList();
    }

    private Kit kit(String name, Feed feed) {
        return new Kit(
                folder.resolve(name),
                new Source(
                        "lab",
                        ZoneId.of("America/New_York"),
                        Map.of("", NUMBERS, "NORTH", NUMBERS),
                        Map.of(),
                        Map.of()),
                feed);
    }

    private static String day(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    private static String message(Person person) {
        var segments = new ArrayList<String>();
        segments.add("MSH|^~\\&|REG|NORTH|HIE|NORTH|20260102||ADT^A08|m-%s|P|2.5.1".formatted(person.number()));
        segments.add("PID|1||%s^^^NORTH^MR||%s^%s||%s|%s"
                .formatted(
                        person.number(),
                        person.family(),
                        person.given(),
                        day(person.born()),
                        person.sex().equals("female") ? "F" : "M"));
        person.ill().forEach(d -> segments.add("DG1|1||%s^^I10C||%s|F".formatted(d.code(), day(d.since()))));
        return String.join("\r", segments) + "\r";
    }

    private static String document(Person person) {
        var patient = person.patient();
        var about = new ClinicalDocument.About(
                ClinicalDocument.Kind.CCD,
                "North",
                "document of " + person.number(),
                "2026-03-01T00:00:00Z",
                List.of(new ClinicalDocument.RecordNumber("2.999.1", person.number())),
                "");
        return ClinicalDocument.of(about, patient, person.conditions()).utf8();
    }

    private static void taken(Kit kit, String table, String csv) {
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        assertThat(CsvRows.open(in, CsvForm.USUAL, table, table + ".csv")
                        .then(rows -> new Intake(kit.ingest, "lab").take(rows)))
                .satisfies(
                        summary -> assertThat(summary.orElseThrow().waiting()).isZero());
    }

    private static String patients(List<Person> people) {
        return "mrn,family,given,birth_date,sex\n"
                + people.stream()
                        .map(p -> String.join(
                                ",", p.number(), p.family(), p.given(), p.born().toString(), p.sex()))
                        .collect(Collectors.joining("\n"));
    }

    private static String diagnoses(List<Person> people) {
        return "diagnosis_id,mrn,code,system,onset,status\n"
                + people.stream()
                        .flatMap(p -> p.ill().stream()
                                .map(d -> String.join(
                                        ",",
                                        p.number() + d.code(),
                                        p.number(),
                                        d.code(),
                                        "ICD-10-CM",
                                        d.since().toString(),
                                        "active")))
                        .collect(Collectors.joining("\n"));
    }

    private static Stream<JsonNode> resources(List<Person> people) {
        return Stream.concat(
                people.stream().map(Person::patient), people.stream().flatMap(p -> p.conditions().stream()));
    }

    private static String bundle(Person person) {
        var bundle = Json.object().put("resourceType", "Bundle").put("type", "collection");
        var entries = bundle.putArray("entry");
        resources(List.of(person)).forEach(resource -> entries.addObject().set("resource", resource));
        return bundle.toString();
    }

    private static Set<String> facts(Kit kit) {
        var facts = new TreeSet<String>();
        var numbers = kit.current("Patient").stream()
                .collect(Collectors.toMap(
                        p -> p.id().toString(),
                        p -> Json.tree(p.json()).at("/identifier/0/value").asText()));
        kit.current("Patient").forEach(p -> {
            var json = Json.tree(p.json());
            facts.add(String.join(
                    " ",
                    json.at("/identifier/0/value").asText(),
                    json.at("/name/0/family").asText(),
                    json.at("/name/0/given/0").asText(),
                    json.path("birthDate").asText(),
                    json.path("gender").asText()));
        });
        kit.current("Condition").forEach(c -> {
            var json = Json.tree(c.json());
            facts.add(String.join(
                    " ",
                    numbers.getOrDefault(json.at("/subject/reference").asText(), ""),
                    json.at("/code/coding/0/system").asText(),
                    json.at("/code/coding/0/code").asText(),
                    json.path("onsetDateTime").asText()));
        });
        return facts;
    }
}
