package org.healthsphere.node.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {
    private static final String POINT = """
            {"header": {"id": "%s", "schema_id": {"namespace": "omh", "name": "%s", "version": "1.0"}, "user_id": "acc-1",
                        "acquisition_provenance": {"source_name": "Band 3", "modality": "sensed"}},
             "body": {%s, "effective_time_frame": {"date_time": "2026-01-02T08:30:00-05:00"}}}""";

    @TempDir
    Path folder;

    private final TableFeed feed = new TableFeed();
    private Kit kit;
    private String patient = "";

    @BeforeEach
    void open() {
        var source = new Source(
                "watches",
                ZoneId.of("America/New_York"),
                Map.of("", "https://north.example/mrn", "header.user_id", "https://band.example/account"),
                Map.of(),
                Map.of());
        kit = new Kit(folder, source, feed);
        var people = CsvRows.open(
                bytes("mrn,family,given,birth_date\n7,Muster,Anna,1945-01-02\n"), CsvForm.USUAL, "patients", "p.csv");
        assertThat(people.then(rows -> new Intake(kit.ingest, "watches").take(rows)))
                .isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
        patient = kit.current("Patient").getFirst().id().id();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "heart-rate; \"heart_rate\": {\"value\": 64.50, \"unit\": \"beats/min\"}; 8867-4; 64.50; /min",
                "step-count; \"step_count\": 1200; 55423-8; 1200; {steps}",
                "step-count; \"step_count\": {\"value\": 1200, \"unit\": \"steps\"}; 55423-8; 1200; {steps}",
                "body-weight; \"body_weight\": {\"value\": 74.126, \"unit\": \"kg\"}; 29463-7; 74.126; kg",
                "blood-glucose; \"blood_glucose\": {\"value\": 99, \"unit\": \"mg/dL\"}; 2339-0; 99; mg/dL",
                "blood-glucose; \"blood_glucose\": {\"value\": 5.4, \"unit\": \"mmol/L\"}; 15074-8; 5.4; mmol/L",
                "sleep-duration; \"sleep_duration\": {\"value\": 7.5, \"unit\": \"h\"}; 93832-4; 7.5; h",
                "oxygen-saturation; \"oxygen_saturation\": {\"value\": 97, \"unit\": \"%\"}; 2708-6; 97; %",
                "body-temperature; \"body_temperature\": {\"value\": 36.6, \"unit\": \"C\"}; 8310-5; 36.6; Cel"
            })
    void a_data_point_is_an_observation_in_loinc_and_ucum(
            String schema, String body, String loinc, String value, String unit) {
        assertThat(points(POINT.formatted("1", schema, body))).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));

        var observation = kit.the("Observation");
        assertThat(observation.at("/code/coding/0/code").asText()).isEqualTo(loinc);
        assertThat(observation.at("/valueQuantity/value").asText()).isEqualTo(value);
        assertThat(observation.at("/valueQuantity/code").asText()).isEqualTo(unit);
        assertThat(observation.path("effectiveDateTime").asText()).isEqualTo("2026-01-02T08:30:00-05:00");
        assertThat(kit.current("Observation").getFirst().patient()).contains(patient);
    }

    @Test
    void both_pressures_are_one_observation_with_codes_of_iso_11073_beside_loinc() {
        points(
                POINT.formatted(
                        "1",
                        "blood-pressure",
                        "\"systolic_blood_pressure\": {\"value\": 120, \"unit\": \"mmHg\"}, \"diastolic_blood_pressure\": {\"value\": 80, \"unit\": \"mmHg\"}"));

        assertThat(kit.the("Observation")).isEqualTo(json("""
                {'status': 'final',
                 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'vital-signs'}]}],
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '85354-9'}, {'system': 'urn:iso:std:iso:11073:10101', 'code': '150020'}]},
                 'subject': {'reference': 'Patient/*'}, 'device': {'reference': 'Device/*'},
                 'effectiveDateTime': '2026-01-02T08:30:00-05:00',
                 'component': [
                   {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8480-6'}, {'system': 'urn:iso:std:iso:11073:10101', 'code': '150021'}]},
                    'valueQuantity': {'unit': 'mmHg', 'system': 'http://unitsofmeasure.org', 'code': 'mm[Hg]', 'value': 120}},
                   {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8462-4'}, {'system': 'urn:iso:std:iso:11073:10101', 'code': '150022'}]},
                    'valueQuantity': {'unit': 'mmHg', 'system': 'http://unitsofmeasure.org', 'code': 'mm[Hg]', 'value': 80}}],
                 'method': {'text': 'sensed'}}"""));
        assertThat(kit.the("Device"))
                .isEqualTo(
                        json(
                                "{'deviceName': [{'name': 'Band 3', 'type': 'user-friendly-name'}], 'patient': {'reference': 'Patient/*'}}"));
    }

    @Test
    void a_point_without_a_patient_waits_until_the_account_is_linked() {
        var point = POINT.formatted("1", "heart-rate", "\"heart_rate\": {\"value\": 64, \"unit\": \"beats/min\"}");
        var unlinked =
                new Intake(kit.ingest, "watches").take(DataPoints.open(bytes(point), "p.json", Optional.empty()));
        assertThat(unlinked).isEqualTo(Outcome.of(new Intake.Summary(0, 0, 1)));
        var entry = kit.ingest.quarantined().getFirst();
        assertThat(entry.reason())
                .isEqualTo("row 1, column patient or header.user_id: is linked to no patient; link it first");

        var own = Bytes.utf8("""
                {"settings": {"tables": {"accounts": {"maps": ["account"]}}},
                 "types": {"Account": {"rules": [{"value": "https://band.example/account", "to": "system"}, {"from": ".", "to": "value"}]}},
                 "maps": {"account": {"resource": "Patient", "rules": [
                    {"from": "mrn", "to": "identifier[]", "as": "RecordNumber"}, {"from": "account", "to": "identifier[]", "as": "Account"}]}}}""");
        var ingest = kit.over(new StoreSink(kit.store), List.of(new TableFeed(Map.of("accounts.json", own))));
        assertThat(CsvRows.open(bytes("mrn,account\n7,acc-1\n"), CsvForm.USUAL, "accounts", "a.csv")
                        .then(rows -> new Intake(ingest, "watches").take(rows)))
                .isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
        assertThat(ingest.replay(entry.id())).isPresent();

        assertThat(kit.current("Observation").getFirst().patient()).contains(patient);
        assertThat(kit.current("Patient")).hasSize(1);
    }

    @Test
    void what_is_no_data_point_is_refused_by_its_place() {
        assertThat(text(points("[1]")))
                .isEqualTo("data point 1, line 1, column 3: an object is expected for each data point");
        assertThat(text(points("{\"a\": 1}\n{\"a\" 2}")))
                .startsWith("data point 2, line 2, column")
                .endsWith("is no JSON");
        assertThat(text(points("{\"a\":".repeat(50))))
                .endsWith("is nested too deeply, or holds a text that is too long");
        assertThat(points("{\"a\": 1e999999999}")).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void an_export_of_apple_health_is_read_record_by_record() {
        assertThat(export("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE HealthData [<!ELEMENT HealthData (ExportDate,Me,Record*)><!ATTLIST Record type CDATA #REQUIRED>]>
                <HealthData locale="en_US">
                 <ExportDate value="2026-01-03 10:00:00 -0500"/>
                 <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" startDate="2026-01-02 08:30:00 -0500" endDate="2026-01-02 08:30:00 -0500" value="64">
                  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>
                 </Record>
                 <Record type="HKQuantityTypeIdentifierOxygenSaturation" sourceName="Watch" unit="%" startDate="2026-01-02 08:31:00 -0500" endDate="2026-01-02 08:31:00 -0500" value="0.97"/>
                 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Phone" unit="lb" startDate="2026-01-02 08:32:00 -0500" endDate="2026-01-02 08:32:00 -0500" value="150"><MetadataEntry key="HKWasUserEntered" value="1"/></Record>
                 <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" startDate="2026-01-01 23:00:00 -0500" endDate="2026-01-02 00:30:00 -0500" value="HKCategoryValueSleepAnalysisAsleepCore"/>
                 <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2026-01-02 09:00:00 -0500" endDate="2026-01-02 09:00:00 -0500" value="120"/>
                 <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Cuff" startDate="2026-01-02 09:00:00 -0500" endDate="2026-01-02 09:00:00 -0500">
                  <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2026-01-02 09:00:00 -0500" endDate="2026-01-02 09:00:00 -0500" value="120"/>
                  <Record type="HKQuantityTypeIdentifierBloodPressureDiastolic" sourceName="Cuff" unit="mmHg" startDate="2026-01-02 09:00:00 -0500" endDate="2026-01-02 09:00:00 -0500" value="80"/>
                 </Correlation>
                 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="Phone" unit="mL" startDate="2026-01-02 09:00:00 -0500" endDate="2026-01-02 09:00:00 -0500" value="200"/>
                </HealthData>
                """)).isEqualTo(Outcome.of(new Intake.Summary(6, 0, 0)));

        assertThat(kit.all("Observation").stream()
                        .map(o -> o.at("/code/coding/0/code").asText() + " "
                                + o.at("/valueQuantity/value").asText()
                                + o.at("/valueQuantity/code").asText()
                                + o.at("/component/0/valueQuantity/value").asText() + "/"
                                + o.at("/component/1/valueQuantity/value").asText() + " "
                                + o.at("/method/text").asText()))
                .containsExactlyInAnyOrder(
                        "8867-4 64/min/ sensed",
                        "2708-6 97%/ sensed",
                        "29463-7 150[lb_av]/ self-reported",
                        "93832-4 90min/ ",
                        "85354-9 120/80 ");
        assertThat(kit.ingest.coverage("watches").leftOut()).isEqualTo(1);
        assertThat(kit.all("Device")).hasSize(3);
    }

    @Test
    void an_export_of_apple_health_that_comes_again_with_more_adds_only_that() {
        var one = record(1);
        export("<HealthData>" + one + "</HealthData>");
        export("<HealthData>" + one + record(2) + "</HealthData>");

        assertThat(kit.current("Observation"))
                .extracting(StoredResource::version)
                .containsExactly(1L, 1L);
    }

    @Test
    void entities_are_not_known_and_nothing_is_fetched() {
        var laughs =
                "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><HealthData><Record type=\"&b;\"/></HealthData>";
        var outside = "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/x.dtd\"><HealthData>" + record(1) + "</HealthData>";
        var file =
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><HealthData><Record type=\"&x;\"/></HealthData>";

        assertThat(text(export(laughs))).endsWith("is no well-formed XML, or uses an entity of its own");
        assertThat(text(export(file))).endsWith("is no well-formed XML, or uses an entity of its own");
        assertThat(export(outside)).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void an_export_of_any_size_is_read_in_little_memory_and_an_endless_element_refused() {
        var many = IntStream.range(0, 3).mapToObj(_ -> records(1000)).toList();
        var pieces = 0;
        var rows = HealthExport.open(all("<HealthData>", many, "</HealthData>"), "e.xml", patient)
                .orElseThrow();
        for (var piece = rows.next().orElseThrow();
                piece.isPresent();
                piece = rows.next().orElseThrow()) {
            assertThat(piece.get().rows()).hasSizeLessThanOrEqualTo(500);
            pieces++;
        }
        assertThat(pieces).isEqualTo(6);

        var endless = all("<HealthData><Record type=\"", Collections.nCopies(3, "x".repeat(1 << 20)), "");
        assertThat(text(HealthExport.open(endless, "e.xml", patient).then(HealthExport::next)))
                .endsWith("is longer than 1048576 bytes");
    }

    @Test
    void a_series_of_many_values_is_one_observation_of_sampled_data() {
        var csv = "series_id,patient,device,loinc,mdc,name,start,period_ms,unit,factor,values\n"
                + "s1,%s,Chest strap,8867-4,147842,Heart rate,2026-01-02T08:30:00Z,20,/min,,64 64 65 E 66\n"
                        .formatted(patient)
                + "s2,%s,Chest strap,8867-4,147842,Heart rate,2026-01-02T08:31:00Z,20,/min,,64 many 65\n"
                        .formatted(patient);

        assertThat(CsvRows.open(bytes(csv), CsvForm.USUAL, "series", "s.csv")
                        .then(rows -> new Intake(kit.ingest, "watches").take(rows)))
                .isEqualTo(Outcome.of(new Intake.Summary(2, 0, 0)));

        assertThat(kit.all("Observation").getFirst().path("valueSampledData")).isEqualTo(json("""
                {'origin': {'value': 0, 'unit': '/min', 'system': 'http://unitsofmeasure.org', 'code': '/min'},
                 'period': 20, 'dimensions': 1, 'data': '64 64 65 E 66'}"""));
        assertThat(kit.ingest.coverage("watches").leftOut()).isEqualTo(1);
    }

    private static String record(int minute) {
        return ("<Record type=\"HKQuantityTypeIdentifierHeartRate\" sourceName=\"Watch\" unit=\"count/min\" "
                        + "startDate=\"2026-01-02 08:%02d:00 -0500\" endDate=\"2026-01-02 08:%02d:00 -0500\" value=\"64\"/>")
                .formatted(minute, minute);
    }

    private static String records(int count) {
        return IntStream.range(0, count).mapToObj(i -> record(i % 60)).collect(Collectors.joining());
    }

    private static InputStream all(String begin, List<String> middle, String end) {
        var streams = new ArrayList<InputStream>();
        streams.add(bytes(begin));
        middle.forEach(m -> streams.add(bytes(m)));
        streams.add(bytes(end));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    @CanIgnoreReturnValue
    private Outcome<Intake.Summary> points(String json) {
        return new Intake(kit.ingest, "watches")
                .take(DataPoints.open(bytes(json), "points.json", Optional.of(patient)));
    }

    @CanIgnoreReturnValue
    private Outcome<Intake.Summary> export(String xml) {
        return HealthExport.open(bytes(xml), "export.xml", patient)
                .then(rows -> new Intake(kit.ingest, "watches").take(rows));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var fault) ? Faults.text(fault) : "not refused";
    }
}
