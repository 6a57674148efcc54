package org.healthsphere.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Consents in JSON, for tests. */
final class Consents {
    private Consents() {}

    /** An active Consent with this provision. */
    static ObjectNode with(String provision) {
        return json("""
                {"resourceType":"Consent","status":"active","dateTime":"2026-01-01","scope":%s,"provision":%s}""".formatted(scope(), provision));
    }

    static String scope() {
        return "{\"coding\":[" + coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy") + "]}";
    }

    static String coding(String system, String code) {
        return "{\"system\":\"" + system + "\",\"code\":\"" + code + "\"}";
    }

    static String purpose(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", code);
    }

    static String confidentiality(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code);
    }

    static String type(String type) {
        return coding("http://hl7.org/fhir/resource-types", type);
    }

    static String member(String member) {
        return """
                {"role":{"coding":[%s]},"reference":{"reference":"Organization/%s"}}""".formatted(coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"), member);
    }

    static String role(String role) {
        return "{\"role\":{\"coding\":[" + coding(ConsentTerms.ROLES, role) + "]}}";
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
