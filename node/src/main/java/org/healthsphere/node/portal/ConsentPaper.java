package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthsphere.node.consents.Speaker;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What a patient says on the pages as a FHIR R4 Consent, and back: what was signed is read from what was signed.
 *
 * <p>A paper that was not written here says {@link ConsentTerms.Other}, unless it says exactly what one of ours would.
 *
 * @param names by which people know the hospitals
 */
record ConsentPaper(ZoneId zone, Function<NodeId, Hospital> names) {
    static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAY = 10;
    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";

    /** Names hospitals by their ids. */
    ConsentPaper(ZoneId zone) {
        this(zone, member -> new Hospital(member.value(), member.value()));
    }

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
        new Provisions(provision).write(terms);
        return consent;
    }

    /** The same in the words of somebody who speaks for him: who that was stands in it, and nowhere on the ledger. */
    ObjectNode of(Speaker speaker, ConsentTerms terms) {
        var consent = of(speaker.patient(), terms);
        speaker.guardianship()
                .ifPresent(right -> consent.putArray("performer")
                        .addObject()
                        .put("reference", "Patient/" + speaker.holder())
                        .put("display", right.name()));
        return consent;
    }

    /** Who signed in the patient's place. */
    static Optional<String> guardian(Bytes fhir) {
        return Optional.ofNullable(
                parsed(fhir).path("performer").path(0).path("display").textValue());
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

    static void coding(ObjectNode coding, String system, String code) {
        coding.put("system", system).put("code", code);
    }

    /** What this Consent says. */
    ConsentTerms terms(Bytes fhir) {
        var consent = parsed(fhir);
        var provision = consent.path("provision");
        var until = day(provision.path("period").path("end").asText());
        var isResearch = consent.path("scope")
                .path("coding")
                .path(0)
                .path("code")
                .asText()
                .equals("research");
        return Provisions.read(provision, isResearch, until, names)
                .filter(terms -> saysTheSame(consent, terms))
                .orElseGet(() -> new ConsentTerms.Other(until));
    }

    private static Optional<LocalDate> day(String dateTime) {
        return People.day(dateTime.substring(0, Math.min(dateTime.length(), DAY)));
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
