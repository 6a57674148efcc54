package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/** A chart as a Continuity of Care Document (C-CDA R2.1): header and sections; the entries are in {@link CdaEntries}. */
final class CdaWriter {
    private static final String TEMPLATE = "2.16.840.1.113883.10.20.22.";
    private static final String LOINC = "2.16.840.1.113883.6.1";
    private static final String EDITION = "2015-08-01";
    private static final Map<String, String> GENDERS = Map.of("female", "F", "male", "M", "other", "UN");

    private final Chart chart;
    private final CdaEntries entries = new CdaEntries();

    private CdaWriter(Chart chart) {
        this.chart = chart;
    }

    static List<Bytes> documents(Chart chart) {
        return List.of(Xml.document("ClinicalDocument", new CdaWriter(chart)::document));
    }

    private void document(Xml xml) {
        var last = chart.encounters().isEmpty()
                ? ""
                : chart.encounters().getLast().at("/period/start").asText();
        xml.empty("realmCode", "code", "US")
                .empty("typeId", "root", "2.16.840.1.113883.1.3", "extension", "POCD_HD000040")
                .empty("templateId", "root", TEMPLATE + "1.1", "extension", EDITION)
                .empty("templateId", "root", TEMPLATE + "1.2", "extension", EDITION)
                .empty("id", "root", "2.999.3.2", "extension", Ids.digest("document", chart.number(), last))
                .empty("code", "code", "34133-9", "codeSystem", LOINC)
                .text("title", "Summary of care, " + chart.hospital().title())
                .empty("effectiveTime", "value", V2Text.time(last))
                .empty("confidentialityCode", "code", "N", "codeSystem", "2.16.840.1.113883.5.25")
                .empty("languageCode", "code", "en-US")
                .element("recordTarget", x -> x.element("patientRole", this::patient));
        author(xml, last);
        xml.element(
                "custodian",
                c -> c.element(
                        "assignedCustodian",
                        a -> a.element(
                                "representedCustodianOrganization",
                                o -> o.empty("id", "root", "2.999.3")
                                        .text("name", chart.hospital().title()))));
        xml.element("component", c -> c.element("structuredBody", this::body));
    }

    private void author(Xml xml, String at) {
        xml.element(
                "author",
                a -> a.empty("time", "value", V2Text.time(at))
                        .element(
                                "assignedAuthor",
                                w -> w.empty("id", "root", "2.999.3.4", "extension", "records")
                                        .element(
                                                "representedOrganization",
                                                o -> o.text(
                                                        "name", chart.hospital().title()))));
    }

    private void patient(Xml xml) {
        xml.empty("id", "root", chart.hospital().authority(), "extension", chart.number());
        Json.elements(chart.patient().path("identifier"))
                .filter(i -> i.at("/type/coding/0/code").asText().equals("SS"))
                .forEach(i -> xml.empty(
                        "id",
                        "root",
                        "2.16.840.1.113883.4.1",
                        "extension",
                        i.path("value").asText()));
        xml.element(
                "addr",
                a -> a.text("streetAddressLine", chart.text("/address/0/line/0"))
                        .text("city", chart.text("/address/0/city"))
                        .text("state", chart.text("/address/0/state"))
                        .text("postalCode", chart.text("/address/0/postalCode"))
                        .text("country", chart.text("/address/0/country")),
                "use",
                "HP");
        if (!chart.text("/telecom/0/value").isEmpty()) {
            xml.empty("telecom", "use", "HP", "value", "tel:" + chart.text("/telecom/0/value"));
        }
        xml.element("patient", this::person);
    }

    private void person(Xml xml) {
        chart.patient()
                .path("name")
                .forEach(n -> xml.element(
                        "name",
                        x -> {
                            n.path("given").forEach(g -> x.text("given", g.asText()));
                            x.text("family", n.path("family").asText());
                        },
                        "use",
                        n.path("use").asText().equals("maiden") ? "BR" : "L"));
        xml.empty(
                        "administrativeGenderCode",
                        "code",
                        GENDERS.getOrDefault(chart.text("/gender"), "UN"),
                        "codeSystem",
                        "2.16.840.1.113883.5.1")
                .empty("birthTime", "value", V2Text.time(chart.text("/birthDate")));
    }

    private void body(Xml xml) {
        section(xml, new Kind("2.6.1", "48765-2", "Allergies", entries::allergy), chart.all("AllergyIntolerance"));
        section(xml, new Kind("2.5.1", "11450-4", "Problems", entries::problem), chart.all("Condition"));
        section(xml, new Kind("2.1.1", "10160-0", "Medications", entries::medication), chart.all("MedicationRequest"));
        section(xml, new Kind("2.2.1", "11369-6", "Immunizations", entries::immunization), chart.all("Immunization"));
        section(xml, new Kind("2.7.1", "47519-4", "Procedures", entries::procedure), chart.all("Procedure"));
        section(xml, new Kind("2.3.1", "30954-2", "Results", entries::result), observations("laboratory"));
        section(xml, new Kind("2.4.1", "8716-3", "Vital signs", entries::vitalSign), observations("vital-signs"));
        section(xml, new Kind("2.22.1", "46240-8", "Encounters", entries::encounter), chart.encounters());
    }

    /** Panels of several values are told value by value. */
    private List<ObjectNode> observations(String category) {
        return chart.all("Observation").stream()
                .filter(o -> Codes.category(o, category) && (o.has("valueQuantity") || o.has("valueCodeableConcept")))
                .toList();
    }

    /** How a kind of entry is written. */
    private interface Entry {
        void write(Xml xml, ObjectNode resource);
    }

    /** A kind of section. */
    private record Kind(String template, String code, String title, Entry entry) {}

    private static void section(Xml xml, Kind kind, List<ObjectNode> resources) {
        xml.element(
                "component",
                c -> c.element(
                        "section", s -> section(kind, resources, s), "nullFlavor", resources.isEmpty() ? "NI" : ""));
    }

    private static void section(Kind kind, List<ObjectNode> resources, Xml xml) {
        xml.empty("templateId", "root", TEMPLATE + kind.template(), "extension", EDITION)
                .empty("code", "code", kind.code(), "codeSystem", LOINC)
                .text("title", kind.title())
                .element("text", t -> narrative(t, resources));
        resources.forEach(r -> xml.element("entry", e -> kind.entry().write(e, r), "typeCode", "DRIV"));
    }

    private static void narrative(Xml xml, List<ObjectNode> resources) {
        if (resources.isEmpty()) {
            xml.text("paragraph", "No information");
            return;
        }
        xml.element(
                "list",
                l -> resources.forEach(r -> l.element(
                        "item",
                        i -> i.text("content", Codes.text(concept(r)), "ID", CdaEntries.anchor(r))
                                .text("content", day(r)))));
    }

    private static String day(ObjectNode resource) {
        var date = History.date(resource);
        return date.substring(0, Math.min(10, date.length()));
    }

    static JsonNode concept(ObjectNode resource) {
        return switch (History.type(resource)) {
            case "MedicationRequest" -> resource.path("medicationCodeableConcept");
            case "Immunization" -> resource.path("vaccineCode");
            case "Encounter" -> resource.at("/type/0");
            default -> resource.path("code");
        };
    }
}
