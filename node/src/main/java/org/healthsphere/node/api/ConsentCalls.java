package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** A patient's own consents at this hospital, for his app. */
final class ConsentCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Consents consents;
    private final InstantSource clock;

    ConsentCalls(Consents consents, InstantSource clock) {
        this.consents = consents;
        this.clock = clock;
    }

    /** Signs and submits the FHIR Consent in the body. */
    Outcome<Reply> grant(Call call) {
        var patient = call.caller().patient().orElseThrow();
        return parsed(call.body())
                .then(consent -> consents.grant(
                        patient, consent, purposes(consent), clock.instant().plus(LONGEST)))
                .map(signed -> Reply.json(
                        201,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", signed.id())
                                .put("height", signed.height())
                                .put("proof", signed.directive().utf8())));
    }

    /** Ends a consent for ever. */
    Outcome<Reply> revoke(Call call) {
        return consents.revoke(call.caller().patient().orElseThrow(), call.parameter("id"))
                .map(event ->
                        Reply.json(200, JsonNodeFactory.instance.objectNode().put("height", event.height())));
    }

    /** What it speaks about: the purposes of its outermost provision, or care when it names none. */
    private static Set<PurposeOfUse> purposes(ObjectNode consent) {
        var purposes = EnumSet.noneOf(PurposeOfUse.class);
        for (var coding : consent.path("provision").path("purpose")) {
            for (var purpose : PurposeOfUse.values()) {
                if (purpose.name().equals(coding.path("code").asText())) {
                    purposes.add(purpose);
                }
            }
        }
        return purposes.isEmpty() ? Set.of(PurposeOfUse.TREAT) : purposes;
    }

    private static Outcome<ObjectNode> parsed(Bytes body) {
        try {
            return JSON.readTree(body.array()) instanceof ObjectNode object
                    ? Outcome.of(object)
                    : Outcome.failed(new Fault.Invalid("the body must be a FHIR Consent in JSON"));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("the body must be a FHIR Consent in JSON"));
        }
    }
}
