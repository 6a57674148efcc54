package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Codes as the histories have them. */
final class Codes {
    static final String SNOMED = "http://snomed.info/sct";
    static final String LOINC = "http://loinc.org";
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String CVX = "http://hl7.org/fhir/sid/cvx";

    private Codes() {}

    /** The first coding of a concept; missing when there is none. */
    static JsonNode coding(JsonNode concept) {
        return concept.at("/coding/0");
    }

    static String text(JsonNode concept) {
        return concept.path("text").asText(coding(concept).path("display").asText(""));
    }

    static boolean category(ObjectNode resource, String code) {
        for (var category : resource.path("category")) {
            if (coding(category).path("code").asText().equalsIgnoreCase(code)) {
                return true;
            }
        }
        return false;
    }
}
