package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** A patient's own consents at this hospital, for his app. */
final class ConsentCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration LONGEST = Duration.ofDays(3650);

    private final Consents consents;
    private final PasskeyCalls passkeys;
    private final InstantSource clock;

    ConsentCalls(Consents consents, PasskeyCalls passkeys, InstantSource clock) {
        this.consents = consents;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    /** Signs and submits the FHIR Consent in the body, for a patient who has no passkey. */
    Outcome<Reply> grant(Call call) {
        var patient = call.caller().patient().orElseThrow();
        return parsed(call.body())
                .then(consent -> about(patient, consent))
                .then(consent -> consents.grant(
                        patient, consent, purposes(consent), clock.instant().plus(LONGEST)))
                .map(ConsentCalls::signed);
    }

    static Reply signed(SignedConsent signed) {
        return Reply.json(
                201,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", signed.id())
                        .put("height", signed.height())
                        .put("proof", signed.directive().utf8()));
    }

    /** Ends a consent for ever; with the answer of the patient's passkey, where he has one. */
    Outcome<Reply> revoke(Call call) {
        return call.body().isEmpty()
                ? revokedForHim(call)
                : PasskeyCalls.read(call).then(json -> passkeys.end(call, json.path("answer")));
    }

    private Outcome<Reply> revokedForHim(Call call) {
        return consents.revoke(call.caller().patient().orElseThrow(), call.parameter("id"))
                .map(event ->
                        Reply.json(200, JsonNodeFactory.instance.objectNode().put("height", event.height())));
    }

    /** Nobody signs for somebody else; a Consent that names nobody is the caller's. */
    static Outcome<ObjectNode> about(String patient, ObjectNode consent) {
        var named = consent.path("patient");
        return named.isMissingNode() || named.path("reference").asText().equals("Patient/" + patient)
                ? Outcome.of(consent)
                : Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem("Consent.patient", "is not the holder of the token"))));
    }

    /**
     * What it speaks about: the purposes of its outermost provision. When that names none, a yes is one to care, so that nobody
     * says more than he means, and a no is one to everything but the breaking of the glass, which FHIR's terms must name.
     */
    static Set<PurposeOfUse> purposes(ObjectNode consent) {
        var provision = consent.path("provision");
        var purposes = EnumSet.noneOf(PurposeOfUse.class);
        for (var coding : provision.path("purpose")) {
            Arrays.stream(PurposeOfUse.values())
                    .filter(purpose -> purpose.name().equals(coding.path("code").asText()))
                    .forEach(purposes::add);
        }
        if (!purposes.isEmpty()) {
            return purposes;
        }
        return isYes(consent, provision)
                ? Set.of(PurposeOfUse.TREAT)
                : EnumSet.complementOf(EnumSet.of(PurposeOfUse.ETREAT));
    }

    private static boolean isYes(ObjectNode consent, JsonNode provision) {
        var rule = consent.path("policyRule").path("coding").path(0).path("code");
        return provision.path("type").asText().equals("permit")
                || (!provision.has("type") && rule.asText().equals("OPTIN"));
    }

    static Outcome<ObjectNode> parsed(Bytes body) {
        try {
            return JSON.readTree(body.array()) instanceof ObjectNode object
                    ? Outcome.of(object)
                    : Outcome.failed(new Fault.Invalid("the body must be a FHIR Consent in JSON"));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("the body must be a FHIR Consent in JSON"));
        }
    }
}
