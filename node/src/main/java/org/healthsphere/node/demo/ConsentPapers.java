package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.PurposeOfUse;

/** FHIR Consents as a patient's app writes them. */
final class ConsentPapers {
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";

    private ConsentPapers() {}

    /** Whoever treats the patient, and the patient from elsewhere, may see everything, except what bears this label. */
    static JsonNode treatment(String patient, Optional<Coding> except) {
        var consent = paper(patient, "patient-privacy", PurposeOfUse.TREAT, PurposeOfUse.PATRQT);
        except.ifPresent(label -> {
            var deny = ((ObjectNode) consent.path("provision"))
                    .putArray("provision")
                    .addObject()
                    .put("type", "deny");
            // The patient keeps it back from hospitals, not from themselves.
            deny.putArray("purpose").addObject().put("system", ACT_REASON).put("code", PurposeOfUse.TREAT.name());
            deny.putArray("securityLabel")
                    .addObject()
                    .put("system", label.system())
                    .put("code", label.code());
        });
        return consent;
    }

    /** Studies may count the patient. */
    static JsonNode research(String patient) {
        return paper(patient, "research", PurposeOfUse.HRESCH);
    }

    private static ObjectNode paper(String patient, String scope, PurposeOfUse... purposes) {
        var consent = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Consent")
                .put("status", "active");
        consent.putObject("scope")
                .putArray("coding")
                .addObject()
                .put("system", SCOPE)
                .put("code", scope);
        consent.putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", "59284-0");
        consent.putObject("patient").put("reference", "Patient/" + patient);
        var provision = consent.putObject("provision").put("type", "permit");
        var reasons = provision.putArray("purpose");
        for (var purpose : purposes) {
            reasons.addObject().put("system", ACT_REASON).put("code", purpose.name());
        }
        return consent;
    }
}
