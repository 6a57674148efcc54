package org.healthsphere.node.outbound.cda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Records as entries of a C-CDA document, in the standard codes. */
final class Entries {
    private static final String TEMPLATE = "2.16.840.1.113883.10.20.22.4.";
    private static final String SNOMED = "2.16.840.1.113883.6.96";
    private static final String ACT_CODE = "2.16.840.1.113883.5.4";
    private static final Map<String, String> ALLERGIES =
            Map.of("medication", "416098002", "food", "414285001", "environment", "426232007");

    /** The name of a record's line in the text of its section. */
    static String anchor(ObjectNode resource) {
        return Fhir.type(resource) + "-" + Fhir.id(resource);
    }

    void allergy(Xml xml, ObjectNode allergy) {
        var kind = ALLERGIES.getOrDefault(allergy.at("/category/0").asText(""), "419199007");
        concern(xml, "30", allergy, "active", o -> {
            head(o, "7", allergy);
            o.empty("code", "code", "ASSERTION", "codeSystem", ACT_CODE).empty("statusCode", "code", "completed");
            since(o, allergy.path("recordedDate").asText(""), "");
            o.empty("value", "xsi:type", "CD", "code", kind, "codeSystem", SNOMED);
            o.element(
                    "participant",
                    p -> p.element(
                            "participantRole",
                            r -> r.element(
                                    "playingEntity",
                                    e -> code(e, "code", "", allergy.path("code"), allergy),
                                    "classCode",
                                    "MMAT"),
                            "classCode",
                            "MANU"),
                    "typeCode",
                    "CSM");
        });
    }

    void problem(Xml xml, ObjectNode condition) {
        var ended = condition.path("abatementDateTime").asText("");
        concern(xml, "3", condition, ended.isEmpty() ? "active" : "completed", o -> {
            head(o, "4", condition);
            o.empty("code", "code", "55607006", "codeSystem", SNOMED).empty("statusCode", "code", "completed");
            since(o, condition.path("onsetDateTime").asText(""), ended);
            code(o, "value", "CD", condition.path("code"), condition);
        });
    }

    /** Entries of a list are observations inside of a concern. */
    private static void concern(
            Xml xml, String template, ObjectNode resource, String status, Consumer<Xml> observation) {
        xml.element(
                "act",
                a -> {
                    a.empty("templateId", "root", TEMPLATE + template, "extension", "2015-08-01")
                            .empty("id", "root", Fhir.root(resource, "-c"))
                            .empty("code", "code", "CONC", "codeSystem", "2.16.840.1.113883.5.6")
                            .empty("statusCode", "code", status);
                    since(a, Fhir.date(resource), "");
                    a.element(
                            "entryRelationship",
                            r -> r.element("observation", observation, "classCode", "OBS", "moodCode", "EVN"),
                            "typeCode",
                            "SUBJ");
                },
                "classCode",
                "ACT",
                "moodCode",
                "EVN");
    }

    void medication(Xml xml, ObjectNode request) {
        xml.element(
                "substanceAdministration",
                a -> {
                    head(a, "16", request);
                    a.empty(
                            "statusCode",
                            "code",
                            request.path("status").asText("").equals("active") ? "active" : "completed");
                    since(
                            a,
                            Fhir.type(request).equals("MedicationStatement")
                                    ? Fhir.date(request)
                                    : request.path("authoredOn").asText(""),
                            request.at("/effectivePeriod/end").asText(""));
                    product(a, "23", request.path("medicationCodeableConcept"), request);
                    a.element(
                            "author",
                            w -> w.empty(
                                            "time",
                                            "value",
                                            Fhir.time(request.path("authoredOn").asText("")))
                                    .element("assignedAuthor", i -> i.empty("id", "nullFlavor", "NI")));
                },
                "classCode",
                "SBADM",
                "moodCode",
                Fhir.type(request).equals("MedicationStatement") ? "EVN" : "INT");
    }

    void immunization(Xml xml, ObjectNode immunization) {
        xml.element(
                "substanceAdministration",
                a -> {
                    head(a, "52", immunization);
                    a.empty("statusCode", "code", "completed")
                            .empty("effectiveTime", "value", Fhir.time(Fhir.date(immunization)));
                    product(a, "54", immunization.path("vaccineCode"), immunization);
                },
                "classCode",
                "SBADM",
                "moodCode",
                "EVN",
                "negationInd",
                immunization.path("status").asText("").equals("not-done") ? "true" : "false");
    }

    private static void product(Xml xml, String template, JsonNode concept, ObjectNode resource) {
        xml.element(
                "consumable",
                c -> c.element(
                        "manufacturedProduct",
                        p -> p.empty("templateId", "root", TEMPLATE + template, "extension", "2014-06-09")
                                .element("manufacturedMaterial", m -> code(m, "code", "", concept, resource)),
                        "classCode",
                        "MANU"));
    }

    void procedure(Xml xml, ObjectNode procedure) {
        xml.element(
                "procedure",
                p -> {
                    head(p, "14", procedure);
                    code(p, "code", "", procedure.path("code"), procedure);
                    p.empty("statusCode", "code", "completed");
                    since(
                            p,
                            procedure
                                    .path("performedDateTime")
                                    .asText(procedure
                                            .at("/performedPeriod/start")
                                            .asText("")),
                            procedure.at("/performedPeriod/end").asText(""));
                },
                "classCode",
                "PROC",
                "moodCode",
                "EVN");
    }

    void result(Xml xml, ObjectNode observation) {
        organized(xml, "1", "2", "BATTERY", observation);
    }

    void vitalSign(Xml xml, ObjectNode observation) {
        organized(xml, "26", "27", "CLUSTER", observation);
    }

    private static void organized(Xml xml, String organizer, String template, String kind, ObjectNode observation) {
        xml.element(
                "organizer",
                o -> o.empty("templateId", "root", TEMPLATE + organizer, "extension", "2015-08-01")
                        .empty("id", "root", Fhir.root(observation, "-o"))
                        .element("code", _ -> {}, coded(Fhir.coding(observation.path("code"))))
                        .empty("statusCode", "code", "completed")
                        .empty("effectiveTime", "value", Fhir.time(Fhir.date(observation)))
                        .element(
                                "component",
                                c -> c.element(
                                        "observation",
                                        x -> observation(x, template, observation),
                                        "classCode",
                                        "OBS",
                                        "moodCode",
                                        "EVN")),
                "classCode",
                kind,
                "moodCode",
                "EVN");
    }

    private static void observation(Xml xml, String template, ObjectNode observation) {
        head(xml, template, observation);
        code(xml, "code", "", observation.path("code"), observation);
        xml.empty("statusCode", "code", "completed").empty("effectiveTime", "value", Fhir.time(Fhir.date(observation)));
        value(xml, observation);
    }

    private static void value(Xml xml, ObjectNode observation) {
        var quantity = observation.path("valueQuantity");
        if (quantity.has("value")) {
            xml.empty(
                    "value",
                    "xsi:type",
                    "PQ",
                    "value",
                    quantity.path("value").decimalValue().toPlainString(),
                    "unit",
                    quantity.path("code").asText(quantity.path("unit").asText("")));
        } else if (observation.has("valueCodeableConcept")) {
            xml.element("value", _ -> {}, typed(Fhir.coding(observation.path("valueCodeableConcept"))));
        } else if (observation.has("valueString")) {
            xml.text("value", observation.path("valueString").asText(), "xsi:type", "ST");
        } else {
            xml.empty("value", "xsi:type", "CD", "nullFlavor", "UNK");
        }
    }

    void social(Xml xml, ObjectNode observation) {
        xml.element("observation", x -> observation(x, "38", observation), "classCode", "OBS", "moodCode", "EVN");
    }

    void encounter(Xml xml, ObjectNode encounter) {
        xml.element(
                "encounter",
                e -> {
                    head(e, "49", encounter);
                    e.element(
                            "code",
                            c -> c.element("originalText", t -> t.empty("reference", "value", "#" + anchor(encounter)))
                                    .empty(
                                            "translation",
                                            "code",
                                            encounter.at("/class/code").asText("AMB"),
                                            "codeSystem",
                                            ACT_CODE),
                            coded(Fhir.coding(encounter.at("/type/0"))));
                    e.empty("statusCode", "code", "completed");
                    since(
                            e,
                            encounter.at("/period/start").asText(""),
                            encounter.at("/period/end").asText(""));
                },
                "classCode",
                "ENC",
                "moodCode",
                "EVN");
    }

    private static void head(Xml xml, String template, ObjectNode resource) {
        xml.empty("templateId", "root", TEMPLATE + template, "extension", "2014-06-09")
                .empty("id", "root", Fhir.root(resource, ""));
    }

    private static void since(Xml xml, String low, String high) {
        xml.element(
                "effectiveTime",
                t -> {
                    t.empty("low", "value", Fhir.time(low), "nullFlavor", low.isEmpty() ? "NI" : "");
                    if (!high.isEmpty()) {
                        t.empty("high", "value", Fhir.time(high));
                    }
                },
                "xsi:type",
                "IVL_TS");
    }

    private static void code(Xml xml, String name, String type, JsonNode concept, ObjectNode resource) {
        xml.element(
                name,
                c -> c.element("originalText", t -> t.empty("reference", "value", "#" + anchor(resource))),
                type.isEmpty() ? coded(Fhir.coding(concept)) : typed(Fhir.coding(concept)));
    }

    private static String[] coded(JsonNode coding) {
        var known = Fhir.oid(coding.path("system").asText(""));
        return known.isEmpty()
                ? new String[] {"nullFlavor", "UNK"}
                : new String[] {
                    "code", coding.path("code").asText(""),
                    "codeSystem", known,
                    "displayName", coding.path("display").asText("")
                };
    }

    private static String[] typed(JsonNode coding) {
        return Stream.concat(Stream.of("xsi:type", "CD"), Stream.of(coded(coding)))
                .toArray(String[]::new);
    }
}
