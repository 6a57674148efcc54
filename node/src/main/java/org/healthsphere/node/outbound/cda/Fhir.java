package org.healthsphere.node.outbound.cda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a document asks of FHIR resources, in the words of CDA. */
final class Fhir {
    private static final int DAY = 10;
    private static final int SECOND = 19;
    private static final Map<String, String> OIDS = Map.ofEntries(
            Map.entry("http://snomed.info/sct", "2.16.840.1.113883.6.96"),
            Map.entry("http://loinc.org", "2.16.840.1.113883.6.1"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88"),
            Map.entry("http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.12.292"),
            Map.entry("http://hl7.org/fhir/sid/icd-10-cm", "2.16.840.1.113883.6.90"),
            Map.entry("http://hl7.org/fhir/sid/icd-10", "2.16.840.1.113883.6.3"),
            Map.entry("http://www.ama-assn.org/go/cpt", "2.16.840.1.113883.6.12"),
            Map.entry("http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69"));
    private static final List<String> DATES = List.of(
            "/effectiveDateTime",
            "/effectivePeriod/start",
            "/occurrenceDateTime",
            "/performedDateTime",
            "/performedPeriod/start",
            "/onsetDateTime",
            "/recordedDate",
            "/authoredOn",
            "/period/start",
            "/issued");

    private Fhir() {}

    static String type(ObjectNode resource) {
        return resource.path("resourceType").asText();
    }

    static String id(ObjectNode resource) {
        return resource.path("id").asText();
    }

    /** When it was, or was written down; empty when it does not say. */
    static String date(ObjectNode resource) {
        return DATES.stream()
                .map(at -> resource.at(at).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The first coding of a concept in a system that CDA has a number for; else the first; missing when there is none. */
    static JsonNode coding(JsonNode concept) {
        for (var coding : concept.path("coding")) {
            if (!oid(coding.path("system").asText("")).isEmpty()) {
                return coding;
            }
        }
        return concept.path("coding").isEmpty() ? MissingNode.getInstance() : concept.at("/coding/0");
    }

    static String text(JsonNode concept) {
        return concept.path("text").asText(coding(concept).path("display").asText(""));
    }

    static boolean category(ObjectNode resource, String code) {
        for (var category : resource.path("category")) {
            for (var coding : category.path("coding")) {
                if (coding.path("code").asText().equalsIgnoreCase(code)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The number of a code system; empty when it has none. */
    static String oid(String system) {
        return system.startsWith("urn:oid:") ? system.substring("urn:oid:".length()) : OIDS.getOrDefault(system, "");
    }

    /** A number that follows from a resource: the same one in each document. */
    static String root(ObjectNode resource, String which) {
        return uuid(type(resource) + "/" + id(resource) + which);
    }

    static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A FHIR date or dateTime as TS. */
    static String time(String fhir) {
        if (fhir.length() <= DAY) {
            return fhir.replace("-", "");
        }
        var local = fhir.substring(0, SECOND).replaceAll("[-T:]", "");
        var zone = fhir.substring(SECOND).replaceFirst("^\\.\\d+", "").replace(":", "");
        return local + (zone.equals("Z") ? "+0000" : zone);
    }
}
