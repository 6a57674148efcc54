package org.healthsphere.node.outbound.cda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.healthsphere.specs.Bytes;

/** A patient's record as a document of C-CDA R2.1: header and sections; the entries are in {@link Entries}. */
public final class ClinicalDocument {
    private static final String TEMPLATE = "2.16.840.1.113883.10.20.22.";
    private static final String LOINC = "2.16.840.1.113883.6.1";
    private static final String EDITION = "2015-08-01";
    private static final String REASON = "1.3.6.1.4.1.19376.1.5.3.1.3.1";
    private static final Map<String, String> GENDERS = Map.of("female", "F", "male", "M", "other", "UN");

    private final About about;
    private final ObjectNode patient;
    private final List<ObjectNode> records;
    private final Entries entries = new Entries();

    private ClinicalDocument(About about, ObjectNode patient, List<ObjectNode> records) {
        this.about = about;
        this.patient = patient;
        this.records = records;
    }

    /** What a document is. */
    public enum Kind {
        /** A Continuity of Care Document. */
        CCD("1.2", "34133-9", "Summary of care"),
        /** A Referral Note. */
        REFERRAL("1.14", "57133-1", "Referral note");

        private final String template;
        private final String code;
        private final String title;

        Kind(String template, String code, String title) {
            this.template = template;
            this.code = code;
            this.title = title;
        }
    }

    /** A number of the patient: who gave it (OID or UUID), and it itself. */
    public record RecordNumber(String root, String extension) {
        /** Of a FHIR Identifier: a system that is no OID is named by a UUID that follows from it. */
        public static RecordNumber of(JsonNode identifier) {
            var system = identifier.path("system").asText("");
            var oid = system.startsWith("urn:oid:") ? system.substring("urn:oid:".length()) : Fhir.uuid(system);
            return new RecordNumber(oid, identifier.path("value").asText(""));
        }
    }

    /**
     * What the header says.
     *
     * @param id of the document, a UUID or a text from which one follows
     * @param at when it is made, as a FHIR dateTime
     * @param reason of a referral, or a remark on the document as a whole; may be empty
     */
    public record About(Kind kind, String hospital, String id, String at, List<RecordNumber> numbers, String reason) {
        public About {
            numbers = List.copyOf(numbers);
        }
    }

    /** The document of these records, which are all about this Patient. */
    public static Bytes of(About about, ObjectNode patient, List<ObjectNode> records) {
        return Xml.document("ClinicalDocument", new ClinicalDocument(about, patient, records)::document);
    }

    private void document(Xml xml) {
        var kind = about.kind();
        xml.empty("realmCode", "code", "US")
                .empty("typeId", "root", "2.16.840.1.113883.1.3", "extension", "POCD_HD000040")
                .empty("templateId", "root", TEMPLATE + "1.1", "extension", EDITION)
                .empty("templateId", "root", TEMPLATE + kind.template, "extension", EDITION)
                .empty("id", "root", Fhir.uuid(about.id()))
                .empty("code", "code", kind.code, "codeSystem", LOINC)
                .text("title", kind.title + ", " + about.hospital())
                .empty("effectiveTime", "value", Fhir.time(about.at()))
                .empty("confidentialityCode", "code", "N", "codeSystem", "2.16.840.1.113883.5.25")
                .empty("languageCode", "code", "en-US")
                .element("recordTarget", x -> x.element("patientRole", this::patient));
        author(xml);
        xml.element(
                "custodian",
                c -> c.element(
                        "assignedCustodian", a -> a.element("representedCustodianOrganization", this::hospital)));
        xml.element("documentationOf", d -> d.element("serviceEvent", this::care, "classCode", "PCPR"));
        xml.element("component", c -> c.element("structuredBody", this::body));
    }

    private void hospital(Xml xml) {
        xml.empty("id", "root", Fhir.uuid("hospital " + about.hospital())).text("name", about.hospital());
    }

    /** From the oldest record on. */
    private void care(Xml xml) {
        var first = records.stream()
                .map(Fhir::date)
                .filter(date -> !date.isEmpty())
                .min(String::compareTo)
                .orElse("");
        xml.element(
                "effectiveTime",
                t -> t.empty("low", "value", Fhir.time(first), "nullFlavor", first.isEmpty() ? "UNK" : "")
                        .empty("high", "value", Fhir.time(about.at())));
    }

    private void author(Xml xml) {
        xml.element(
                "author",
                a -> a.empty("time", "value", Fhir.time(about.at()))
                        .element(
                                "assignedAuthor",
                                w -> w.empty("id", "root", Fhir.uuid("records of " + about.hospital()))
                                        .element("representedOrganization", o -> o.text("name", about.hospital()))));
    }

    private void patient(Xml xml) {
        about.numbers().forEach(number -> xml.empty("id", "root", number.root(), "extension", number.extension()));
        var address = patient.at("/address/0");
        xml.element(
                "addr",
                a -> a.text("streetAddressLine", address.at("/line/0").asText(""))
                        .text("city", address.path("city").asText(""))
                        .text("state", address.path("state").asText(""))
                        .text("postalCode", address.path("postalCode").asText(""))
                        .text("country", address.path("country").asText("")),
                "use",
                "HP");
        var phone = patient.at("/telecom/0/value").asText("");
        if (!phone.isEmpty()) {
            xml.empty("telecom", "use", "HP", "value", "tel:" + phone);
        }
        xml.element("patient", this::person);
    }

    private void person(Xml xml) {
        patient.path("name")
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
                        GENDERS.getOrDefault(patient.path("gender").asText(""), "UN"),
                        "codeSystem",
                        "2.16.840.1.113883.5.1")
                .empty("birthTime", "value", Fhir.time(patient.path("birthDate").asText("")));
    }

    private void body(Xml xml) {
        if (about.kind() == Kind.REFERRAL) {
            words(xml, REASON, "42349-1", "Reason for referral", about.reason());
            words(xml, TEMPLATE + "2.9", "51847-2", "Assessment and plan", "");
        } else if (!about.reason().isEmpty()) {
            remark(xml, about.reason());
        }
        section(xml, new Part("2.6.1", "48765-2", "Allergies", entries::allergy), all("AllergyIntolerance"));
        section(xml, new Part("2.5.1", "11450-4", "Problems", entries::problem), all("Condition"));
        section(
                xml,
                new Part("2.1.1", "10160-0", "Medications", entries::medication),
                records.stream()
                        .filter(r -> Fhir.type(r).equals("MedicationRequest")
                                || Fhir.type(r).equals("MedicationStatement"))
                        .toList());
        section(xml, new Part("2.2.1", "11369-6", "Immunizations", entries::immunization), all("Immunization"));
        section(xml, new Part("2.7.1", "47519-4", "Procedures", entries::procedure), all("Procedure"));
        section(xml, new Part("2.3.1", "30954-2", "Results", entries::result), observations("laboratory"));
        section(xml, new Part("2.17", "29762-2", "Social history", entries::social), observations("social-history"));
        section(xml, new Part("2.4.1", "8716-3", "Vital signs", entries::vitalSign), observations("vital-signs"));
        section(xml, new Part("2.22.1", "46240-8", "Encounters", entries::encounter), all("Encounter"));
    }

    private List<ObjectNode> all(String type) {
        return records.stream().filter(r -> Fhir.type(r).equals(type)).toList();
    }

    /** Panels of several values are told value by value. */
    private List<ObjectNode> observations(String category) {
        return all("Observation").stream()
                .filter(o -> Fhir.category(o, category)
                        && (o.has("valueQuantity") || o.has("valueCodeableConcept") || o.has("valueString")))
                .toList();
    }

    /** A kind of section, and how an entry of it is written. */
    private record Part(String template, String code, String title, BiConsumer<Xml, ObjectNode> entry) {}

    private static void words(Xml xml, String template, String code, String title, String words) {
        xml.element(
                "component",
                c -> c.element(
                        "section",
                        s -> s.empty("templateId", "root", template, "extension", "2014-06-09")
                                .empty("code", "code", code, "codeSystem", LOINC)
                                .text("title", title)
                                .element("text", t -> t.text("paragraph", words.isEmpty() ? "No information" : words)),
                        "nullFlavor",
                        words.isEmpty() ? "NI" : ""));
    }

    private static void remark(Xml xml, String words) {
        xml.element(
                "component",
                c -> c.element(
                        "section",
                        s -> s.empty("code", "code", "48767-8", "codeSystem", LOINC)
                                .text("title", "Remark")
                                .element("text", t -> t.text("paragraph", words))));
    }

    private static void section(Xml xml, Part part, List<ObjectNode> resources) {
        xml.element(
                "component",
                c -> c.element(
                        "section", s -> section(part, resources, s), "nullFlavor", resources.isEmpty() ? "NI" : ""));
    }

    private static void section(Part part, List<ObjectNode> resources, Xml xml) {
        xml.empty("templateId", "root", TEMPLATE + part.template(), "extension", EDITION)
                .empty("code", "code", part.code(), "codeSystem", LOINC)
                .text("title", part.title())
                .element("text", t -> narrative(t, resources));
        resources.forEach(r -> xml.element("entry", e -> part.entry().accept(e, r), "typeCode", "DRIV"));
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
                        i -> i.text("content", Fhir.text(concept(r)), "ID", Entries.anchor(r))
                                .text("content", day(r)))));
    }

    private static String day(ObjectNode resource) {
        var date = Fhir.date(resource);
        return date.substring(0, Math.min(10, date.length()));
    }

    private static JsonNode concept(ObjectNode resource) {
        return switch (Fhir.type(resource)) {
            case "MedicationRequest", "MedicationStatement" -> resource.path("medicationCodeableConcept");
            case "Immunization" -> resource.path("vaccineCode");
            case "Encounter" -> resource.at("/type/0");
            default -> resource.path("code");
        };
    }
}
