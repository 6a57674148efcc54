package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same diagnoses, results, medicines and procedures are the same by whichever way they come; of Synthea's lives: SyntheaRoutesIT. */
class SameCareTest {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_was_done_and_prescribed_is_the_same_by_every_way(long seed) {
        var random = new SplittableRandom(seed);
        var routes = new Routes(
                folder,
                IntStream.range(0, 6).mapToObj(i -> life("p" + i, random)).toList());
        var expected = routes.facts();

        assertThat(expected).hasSizeGreaterThan(60);
        assertThat(routes.asBundles()).isEqualTo(expected);
        assertThat(routes.asMessages()).isEqualTo(expected);
        assertThat(routes.asTables()).isEqualTo(expected);
        assertThat(routes.asDocuments()).isEqualTo(expected);
    }

    private static Routes.Life life(String number, SplittableRandom random) {
        var patient = (ObjectNode) Kit.json("""
                {'resourceType': 'Patient', 'id': '%s', 'name': [{'family': 'Example', 'given': ['One']}], 'gender': 'female', 'birthDate': '1970-01-02'}
                """.formatted(number));
        List<ObjectNode> records = new ArrayList<>();
        for (var i = 0; i < 16; i++) {
            records.add(record(i, number, random));
        }
        return new Routes.Life(Routes.numbered(patient), records);
    }

    private static ObjectNode record(int i, String number, SplittableRandom random) {
        var id = number + "r" + i;
        return switch (i % 4) {
            case 0 ->
                record(id, number, """
                                'resourceType': 'Condition', 'onsetDateTime': '%s',
                                'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code': 'active'}]},
                                'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-category', 'code': 'problem-list-item'}]}],
                                'code': {'coding': [{'system': '%s', 'code': '%s'}]}""".formatted(
                                time(random), SNOMED, pick(random, "38341003", "195967001", "44054006")));
            case 1 ->
                record(id, number, """
                                'resourceType': 'MedicationRequest', 'status': 'active', 'intent': 'order', 'authoredOn': '%s',
                                'medicationCodeableConcept': {'coding': [{'system': '%s', 'code': '%s'}]}""".formatted(time(random), RXNORM, pick(random, "860975", "314076", "617312")));
            case 2 ->
                record(id, number, """
                                'resourceType': 'Procedure', 'status': 'completed', 'performedDateTime': '%s',
                                'code': {'coding': [{'system': '%s', 'code': '%s'}]}""".formatted(
                                time(random), SNOMED, pick(random, "73761001", "80146002", "430193006")));
            default ->
                record(id, number, """
                                'resourceType': 'Observation', 'status': 'final', 'effectiveDateTime': '%s',
                                'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'laboratory'}]}],
                                'code': {'coding': [{'system': 'http://loinc.org', 'code': '%s'}]},
                                'valueQuantity': {'value': %d.%d, 'unit': 'mg/dL', 'system': 'http://unitsofmeasure.org', 'code': 'mg/dL'}
                                """.formatted(
                                time(random),
                                pick(random, "2345-7", "2160-0", "718-7"),
                                random.nextInt(200),
                                random.nextInt(10)));
        };
    }

    private static ObjectNode record(String id, String number, String members) {
        return (ObjectNode)
                Kit.json("{'id': '%s', 'subject': {'reference': 'Patient/%s'}, %s}".formatted(id, number, members));
    }

    private static String time(SplittableRandom random) {
        return OffsetDateTime.of(2020, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(-5))
                .plusMinutes(random.nextInt(3_000_000))
                .toString()
                .replaceFirst("T(\\d\\d:\\d\\d)-", "T$1:00-");
    }

    private static String pick(SplittableRandom random, String... codes) {
        return codes[random.nextInt(codes.length)];
    }
}
