package org.healthsphere.node.demo.feeds;

import static org.healthsphere.node.demo.feeds.V2Text.concept;
import static org.healthsphere.node.demo.feeds.V2Text.escaped;
import static org.healthsphere.node.demo.feeds.V2Text.parts;
import static org.healthsphere.node.demo.feeds.V2Text.segment;
import static org.healthsphere.node.demo.feeds.V2Text.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** A chart as the messages a hospital's systems sent over the years: registrations, discharges, laboratory results. */
final class V2Writer {
    private static final String DIAGNOSES = "NFDX";
    private static final String MEASUREMENTS = "NFLAB";
    private static final Set<String> INPATIENT = Set.of("IMP", "EMER", "ACUTE", "NONAC", "SS");

    private final Chart chart;
    private final LocalCodes codes;
    private final List<Bytes> messages = new ArrayList<>();

    private V2Writer(Chart chart, LocalCodes codes) {
        this.chart = chart;
        this.codes = codes;
    }

    static List<Bytes> messages(Chart chart, LocalCodes codes) {
        var writer = new V2Writer(chart, codes);
        chart.encounters().forEach(writer::encounter);
        if (!chart.encounters().isEmpty()) {
            writer.registration(chart.encounters().getLast());
        }
        return List.copyOf(writer.messages);
    }

    private void encounter(ObjectNode encounter) {
        var inpatient = INPATIENT.contains(encounter.at("/class/code").asText());
        var start = encounter.at("/period/start").asText();
        var end = encounter.at("/period/end").asText(start);
        message(
                "ADT^" + (inpatient ? "A01" : "A04") + "^ADT_A01",
                start,
                event(inpatient ? "A01" : "A04", start) + pid() + visit(encounter, false) + diagnoses(encounter));
        reports(encounter);
        if (inpatient) {
            message("ADT^A03^ADT_A03", end, event("A03", end) + pid() + visit(encounter, true) + diagnoses(encounter));
        }
    }

    /** What the hospital knows of the patient beside the visits: conditions that he brought along, allergies. */
    private void registration(ObjectNode last) {
        var at = last.at("/period/end").asText(last.at("/period/start").asText());
        var here = chart.encounters().stream().map(History::id).collect(Collectors.toSet());
        var conditions = chart.all("Condition").stream()
                .filter(c -> !here.contains(History.encounter(c)))
                .toList();
        var body = new StringBuilder(event("A31", at)).append(pid()).append("PV1|1|N\r");
        var allergies = chart.all("AllergyIntolerance");
        for (var i = 0; i < allergies.size(); i++) {
            body.append(allergy(i + 1, allergies.get(i)));
        }
        body.append(diagnoses(conditions));
        message("ADT^A31^ADT_A05", at, body.toString());
    }

    private void message(String type, String at, String segments) {
        var header = segment(
                "MSH",
                "^~\\&",
                "REGISTRATION",
                chart.hospital().authority(),
                "HEALTHSPHERE",
                chart.hospital().authority(),
                time(at),
                "",
                type,
                chart.number() + "-" + (messages.size() + 1),
                "P",
                "2.5.1",
                "",
                "",
                "",
                "",
                "",
                "UNICODE UTF-8");
        messages.add(Bytes.utf8(header + segments));
    }

    private static String event(String event, String at) {
        return segment("EVN", event, time(at));
    }

    private String pid() {
        var names =
                Json.elements(chart.patient().path("name")).map(V2Writer::name).collect(Collectors.joining("~"));
        return segment(
                "PID",
                "1",
                "",
                parts(chart.number(), "", "", chart.hospital().authority(), "MR"),
                "",
                names,
                "",
                time(chart.text("/birthDate")),
                sex(),
                "",
                "",
                address(),
                "",
                telephone(),
                "",
                "",
                chart.text("/maritalStatus/coding/0/code"),
                "",
                "",
                socialSecurity(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                time(chart.text("/deceasedDateTime")));
    }

    private static String name(JsonNode name) {
        var type = name.path("use").asText().equals("maiden") ? "M" : "L";
        return parts(
                escaped(name.path("family").asText()),
                escaped(name.at("/given/0").asText("")),
                escaped(name.at("/given/1").asText("")),
                "",
                "",
                "",
                type);
    }

    private String sex() {
        var gender = chart.text("/gender");
        return gender.isEmpty() ? "U" : gender.substring(0, 1).toUpperCase(Locale.ROOT);
    }

    private String address() {
        return parts(
                escaped(chart.text("/address/0/line/0")),
                "",
                escaped(chart.text("/address/0/city")),
                escaped(chart.text("/address/0/state")),
                chart.text("/address/0/postalCode"),
                chart.text("/address/0/country"),
                "H");
    }

    private String telephone() {
        var number = chart.text("/telecom/0/value");
        return number.isEmpty() ? "" : parts(escaped(number), "PRN", "PH");
    }

    private String socialSecurity() {
        return Json.elements(chart.patient().path("identifier"))
                .filter(i -> i.at("/type/coding/0/code").asText().equals("SS"))
                .map(i -> i.path("value").asText())
                .findFirst()
                .orElse("");
    }

    private String visit(ObjectNode encounter, boolean discharged) {
        var fields = new String[45];
        Arrays.fill(fields, "");
        fields[0] = "1";
        fields[1] = patientClass(encounter);
        fields[18] = parts(History.id(encounter), "", "", chart.hospital().authority(), "VN");
        fields[43] = time(encounter.at("/period/start").asText());
        fields[44] = discharged ? time(encounter.at("/period/end").asText("")) : "";
        var reason = encounter.at("/reasonCode/0");
        var pv2 = reason.isMissingNode() ? "" : segment("PV2", "", "", concept(reason, codes, DIAGNOSES, "SCT"));
        return segment("PV1", fields) + pv2;
    }

    private static String patientClass(ObjectNode encounter) {
        return switch (encounter.at("/class/code").asText()) {
            case "EMER" -> "E";
            case "IMP", "ACUTE", "NONAC", "SS" -> "I";
            default -> "O";
        };
    }

    private String diagnoses(ObjectNode encounter) {
        return diagnoses(chart.of("Condition", encounter));
    }

    private String diagnoses(List<ObjectNode> conditions) {
        var segments = new StringBuilder();
        for (var i = 0; i < conditions.size(); i++) {
            var condition = conditions.get(i);
            segments.append(segment(
                    "DG1",
                    String.valueOf(i + 1),
                    "",
                    concept(condition.path("code"), codes, DIAGNOSES, "SCT"),
                    "",
                    time(condition.path("onsetDateTime").asText("")),
                    "F"));
        }
        return segments.toString();
    }

    private String allergy(int number, ObjectNode allergy) {
        var category = switch (allergy.at("/category/0").asText("")) {
            case "medication" -> "DA";
            case "food" -> "FA";
            case "environment" -> "EA";
            default -> "MA";
        };
        var system = Codes.coding(allergy.path("code")).path("system").asText().equals(Codes.RXNORM) ? "RXNORM" : "SCT";
        return segment(
                "AL1", String.valueOf(number), category, concept(allergy.path("code"), LocalCodes.NONE, "", system));
    }

    /** Each report with its results; a result without a report is one of its own. */
    private void reports(ObjectNode encounter) {
        var results = chart.of("Observation", encounter).stream()
                .filter(o -> Codes.category(o, "laboratory"))
                .toList();
        var told = new HashSet<String>();
        for (var report : chart.of("DiagnosticReport", encounter)) {
            var ids = Json.elements(report.path("result"))
                    .map(r -> r.path("reference").asText().replaceFirst("^urn:uuid:", ""))
                    .collect(Collectors.toSet());
            var its = results.stream().filter(r -> ids.contains(History.id(r))).toList();
            told.addAll(ids);
            report(encounter, report, its);
        }
        results.stream().filter(r -> !told.contains(History.id(r))).forEach(r -> report(encounter, r, List.of(r)));
    }

    private void report(ObjectNode encounter, ObjectNode report, List<ObjectNode> results) {
        if (results.isEmpty()) {
            return;
        }
        var at = History.date(report);
        var fields = new String[25];
        Arrays.fill(fields, "");
        fields[0] = "1";
        fields[2] = parts(History.id(report), "LAB");
        fields[3] = concept(report.path("code"), codes, MEASUREMENTS, "LN");
        fields[6] = time(at);
        fields[21] = time(report.path("issued").asText(at));
        fields[23] = "LAB";
        fields[24] = "F";
        var body = new StringBuilder(pid()).append(visit(encounter, false)).append(segment("OBR", fields));
        for (var i = 0; i < results.size(); i++) {
            body.append(result(i + 1, results.get(i)));
        }
        message("ORU^R01^ORU_R01", report.path("issued").asText(at), body.toString());
    }

    private String result(int number, ObjectNode observation) {
        var quantity = observation.path("valueQuantity");
        var concept = observation.path("valueCodeableConcept");
        var kind = !quantity.isMissingNode() ? "NM" : concept.isMissingNode() ? "ST" : "CWE";
        var value = switch (kind) {
            case "NM" -> quantity.path("value").decimalValue().toPlainString();
            case "CWE" -> concept(concept, LocalCodes.NONE, "", "SCT");
            default -> escaped(observation.path("valueString").asText(""));
        };
        var unit = quantity.path("code").asText("");
        return segment(
                "OBX",
                String.valueOf(number),
                kind,
                concept(observation.path("code"), codes, MEASUREMENTS, "LN"),
                "",
                value,
                unit.isEmpty()
                        ? ""
                        : parts(escaped(unit), escaped(quantity.path("unit").asText(unit)), "UCUM"),
                "",
                "",
                "",
                "",
                "F",
                "",
                "",
                time(History.date(observation)));
    }
}
