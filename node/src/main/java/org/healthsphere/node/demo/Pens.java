package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.passkeys.SoftwareAuthenticator;
import org.healthsphere.specs.Role;

/**
 * What the demo's patients sign with: a passkey each at each hospital, made with a code of its desk as a person would make one. Only the
 * device is of software; what it answers is checked at the node and on the ledger like anybody's.
 */
final class Pens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoNetwork network;
    private final SecureRandom random;
    private final Map<String, Pen> pens = new HashMap<>();

    Pens(DemoNetwork network, SecureRandom random) {
        this.network = network;
        this.random = random;
    }

    /** This patient's at this hospital. */
    synchronized Pen of(Hospital hospital, String patient) {
        return pens.computeIfAbsent(hospital + "/" + patient, _ -> new Pen(hospital, patient));
    }

    /** A patient who has made a passkey. */
    final class Pen {
        private final DemoClient client;
        private final String token;
        private final SoftwareAuthenticator device;

        private Pen(Hospital hospital, String patient) {
            this.client = network.client(hospital);
            this.token = network.token(hospital, Role.PATIENT, patient);
            this.device = new SoftwareAuthenticator(network.at(hospital).origin(), random);
            var desk = network.token(hospital, Role.CLINICIAN, "desk");
            var code = client.post(
                            "/api/v1/patients/" + patient + "/sign-in-codes",
                            desk,
                            object().put("proof", "passport"))
                    .orFail("a code of the desk")
                    .json()
                    .path("code")
                    .asText();
            make(code);
        }

        private void make(String code) {
            var asked = client.post("/api/v1/passkey-creations", token, object().put("code", code))
                    .orFail("what the device is asked")
                    .json();
            var made = object().put("code", code)
                    .put("creation", asked.path("creation").asText())
                    .put("name", "Synthetic device");
            made.set("answer", read(device.create(asked.toString())));
            client.post("/api/v1/passkeys", token, made).orFail("a passkey");
        }

        /** Signs this Consent; the id that it has from then on. */
        @CanIgnoreReturnValue
        String sign(JsonNode consent) {
            var asked = client.post("/api/v1/consent-drafts", token, consent)
                    .orFail("a draft")
                    .json();
            return client.post(
                            "/api/v1/consent-drafts/" + asked.path("draft").asText() + "/signature",
                            token,
                            answer(asked))
                    .orFail("a signed consent")
                    .json()
                    .path("id")
                    .asText();
        }

        /** Ends a consent. */
        void end(String consent) {
            var path = "/api/v1/consents/" + consent + "/revocation";
            var asked = client.get(path, token).orFail("what ends it").json();
            client.post(path, token, answer(asked)).orFail("the revocation");
        }

        private JsonNode answer(JsonNode asked) {
            var answer = object();
            answer.set("answer", read(device.get(asked.toString())));
            return answer;
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("what a device says is JSON", e);
        }
    }
}
