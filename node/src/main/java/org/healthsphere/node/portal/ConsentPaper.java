package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What a patient says on the pages as a FHIR R4 Consent, and back: what was signed is read from what was signed.
 *
 * <p>A paper that was not written here says {@link ConsentTerms.Other}, unless it says exactly what one of ours would.
 */
record ConsentPaper(ZoneId zone) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAY = 10;
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";

    /** The Consent of this patient that says so. */
    ObjectNode of(String patient, ConsentTerms terms) {
        var consent = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Consent")
                .put("status", "active");
        var scope = isResearch(terms) ? "research" : "patient-privacy";
        coding(consent.putObject("scope").putArray("coding").addObject(), SCOPE, scope);
        coding(consent.putArray("category").addObject().putArray("coding").addObject(), CATEGORY, "npp");
        consent.putObject("patient").put("reference", "Patient/" + patient);
        var provision = consent.putObject("provision").put("type", "permit");
        terms.until().ifPresent(until -> provision.putObject("period").put("end", lastMoment(until)));
        var reasons = provision.putArray("purpose");
        purposes(terms).stream().sorted().forEach(purpose -> coding(reasons.addObject(), ACT_REASON, purpose.name()));
        if (terms instanceof ConsentTerms.Treatment(var except, var _) && !except.isEmpty()) {
            var denials = provision.putArray("provision");
            for (var sensitivity : except) {
                var denial = denials.addObject().put("type", "deny");
                // Kept back from whoever treats, and not from the patient.
                coding(denial.putArray("purpose").addObject(), ACT_REASON, PurposeOfUse.TREAT.name());
                var label = SensitivityCodes.of(sensitivity);
                coding(denial.putArray("securityLabel").addObject(), label.system(), label.code());
            }
        }
        return consent;
    }

    /** The last day counts whole, where the hospital is: a date alone would end with the day of Greenwich. */
    private String lastMoment(LocalDate until) {
        return end(until).minusSeconds(1).atZone(zone).toOffsetDateTime().toString();
    }

    /** The first moment after this day. */
    Instant end(LocalDate until) {
        return until.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** What it speaks about. */
    static Set<PurposeOfUse> purposes(ConsentTerms terms) {
        return isResearch(terms) ? Set.of(PurposeOfUse.HRESCH) : Set.of(PurposeOfUse.TREAT, PurposeOfUse.PATRQT);
    }

    private static boolean isResearch(ConsentTerms terms) {
        return switch (terms) {
            case ConsentTerms.Treatment _ -> false;
            case ConsentTerms.Research _ -> true;
            case ConsentTerms.Other _ -> throw new IllegalArgumentException("what has no words cannot be signed here");
        };
    }

    private static void coding(ObjectNode coding, String system, String code) {
        coding.put("system", system).put("code", code);
    }

    /** What this Consent says. */
    ConsentTerms terms(Bytes fhir) {
        var consent = parsed(fhir);
        var provision = consent.path("provision");
        var until = day(provision.path("period").path("end").asText());
        return understood(consent, provision, until)
                .filter(terms -> saysTheSame(consent, terms))
                .orElseGet(() -> new ConsentTerms.Other(until));
    }

    private static Optional<LocalDate> day(String dateTime) {
        return People.day(dateTime.substring(0, Math.min(dateTime.length(), DAY)));
    }

    private static Optional<ConsentTerms> understood(JsonNode consent, JsonNode provision, Optional<LocalDate> until) {
        if (consent.path("scope").path("coding").path(0).path("code").asText().equals("research")) {
            return Optional.of(new ConsentTerms.Research(until));
        }
        var except = EnumSet.noneOf(Sensitivity.class);
        for (var denial : provision.path("provision")) {
            var known = SensitivityCodes.of(
                    denial.path("securityLabel").path(0).path("code").asText());
            if (known.isEmpty()) {
                return Optional.empty();
            }
            except.add(known.get());
        }
        return Optional.of(new ConsentTerms.Treatment(except, until));
    }

    private boolean saysTheSame(JsonNode consent, ConsentTerms terms) {
        var patient = consent.path("patient").path("reference").asText().replace("Patient/", "");
        return of(patient, terms).path("provision").equals(consent.path("provision")) && !consent.has("policyRule");
    }

    private static JsonNode parsed(Bytes fhir) {
        try {
            return JSON.readTree(fhir.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was signed here is read here", e);
        }
    }
}
