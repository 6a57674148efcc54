package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.Draft;
import org.healthsphere.node.passkeys.Creation;
import org.healthsphere.node.passkeys.Passkey;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Holder;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Sha256;

/** Passkeys for a patient's app: made with a code of the desk, and asked to sign his consents. */
final class PasskeyCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME_TO_SIGN = Duration.ofMinutes(30);
    private static final int MOST = 10_000;
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final PatientKeys keys;
    private final Consents consents;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<String, Waiting<Creation>> creations = cache();
    private final Cache<String, Waiting<Draft>> drafts = cache();

    private record Waiting<T>(String patient, T what, Instant until) {}

    PasskeyCalls(PatientKeys keys, Consents consents, InstantSource clock, SecureRandom random) {
        this.keys = keys;
        this.consents = consents;
        this.clock = clock;
        this.random = random;
    }

    private static <T> Cache<String, Waiting<T>> cache() {
        return Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    }

    /** A code for a patient whose identity the caller has seen proof of. */
    Outcome<Reply> issueCode(Call call) {
        return read(call).then(json -> {
            var proof = json.path("proof").asText();
            if (!proof.matches("[a-z][a-z-]{0,39}")) {
                return Outcome.failed(new Fault.Invalid("proof: a word for what proved the identity, such as passport"));
            }
            var holder = new Holder(call.parameter("id"), json.path("name").asText("Patient"));
            return keys.issueCode(call.caller().requester(), holder, proof, call.correlation())
                    .map(code -> Reply.json(
                            CREATED,
                            object().put("code", code.text()).put("until", code.until().toString())));
        });
    }

    /** What the device is asked, for the holder of a code. */
    Outcome<Reply> begin(Call call) {
        return read(call)
                .then(json -> keys.holderOf(json.path("code").asText(), from(call)))
                .then(holder -> holder.patient().equals(patient(call))
                        ? keys.creation(holder.patient(), holder.name())
                        : Outcome.failed(new Fault.Forbidden("the code is another patient's")))
                .then(creation -> {
                    var handle = put(creations, call, creation);
                    return options(creation.options())
                            .map(asked -> Reply.json(OK, asked.put("creation", handle)));
                });
    }

    /** Makes the passkey with what the device answered. */
    Outcome<Reply> make(Call call) {
        return read(call).then(json -> taken(creations, call, json.path("creation").asText())
                .then(creation -> keys.makeByCode(
                        json.path("code").asText(),
                        creation,
                        new Response(
                                json.path("answer").toString(), json.path("name").asText()),
                        from(call)))
                .map(passkey -> Reply.json(CREATED, object().put("passkey", passkey.id()))));
    }

    /** A consent to be signed, and what the passkey is asked for it. */
    Outcome<Reply> draft(Call call) {
        var patient = patient(call);
        return ConsentCalls.parsed(call.body())
                .then(consent -> ConsentCalls.about(patient, consent))
                .then(consent -> passkey(patient)
                        .then(passkey -> consents.draft(
                                        patient,
                                        consent,
                                        ConsentCalls.purposes(consent),
                                        clock.instant().plus(ConsentCalls.LONGEST),
                                        passkey.thumbprint())
                                .then(draft -> keys.signing(patient, passkey.id(), draft.statement())
                                        .then(PasskeyCalls::options)
                                        .map(asked -> Reply.json(
                                                CREATED, asked.put("draft", put(drafts, call, draft)))))));
    }

    /** Puts it on the ledger with the passkey's answer. */
    Outcome<Reply> sign(Call call) {
        return read(call).then(json -> taken(drafts, call, call.parameter("draft"))
                .then(draft -> keys.signed(
                                patient(call),
                                draft.statement(),
                                json.path("answer").toString(),
                                from(call))
                        .then(answered -> consents.sign(draft, answered.assertion())))
                .map(ConsentCalls::signed));
    }

    /** What the passkey is asked to end a consent. */
    Outcome<Reply> ending(Call call) {
        var patient = patient(call);
        return passkey(patient)
                .then(passkey -> keys.signing(patient, passkey.id(), revocation(call)))
                .then(PasskeyCalls::options)
                .map(asked -> Reply.json(OK, asked));
    }

    /** Ends a consent with the passkey's answer. */
    Outcome<Reply> end(Call call, JsonNode answer) {
        return keys.signed(patient(call), revocation(call), answer.toString(), from(call))
                .then(answered -> consents.revoke(
                        patient(call),
                        call.parameter("id"),
                        answered.passkey().thumbprint(),
                        answered.assertion()))
                .map(event -> Reply.json(OK, object().put("height", event.height())));
    }

    private static Sha256 revocation(Call call) {
        return Consents.revocation(call.parameter("id"));
    }

    /** The one that was used last. */
    private Outcome<Passkey> passkey(String patient) {
        return keys.of(patient).stream()
                .max(Comparator.comparing(passkey -> passkey.used().orElse(passkey.created())))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("passkey of yours")));
    }

    private <T> String put(Cache<String, Waiting<T>> cache, Call call, T what) {
        var handle = RandomId.draw(random);
        cache.put(handle, new Waiting<>(patient(call), what, clock.instant().plus(TIME_TO_SIGN)));
        return handle;
    }

    private <T> Outcome<T> taken(Cache<String, Waiting<T>> cache, Call call, String handle) {
        return Optional.ofNullable(cache.asMap().remove(handle))
                .filter(waiting -> waiting.patient().equals(patient(call))
                        && clock.instant().isBefore(waiting.until()))
                .map(waiting -> Outcome.of(waiting.what()))
                .orElseGet(() -> Outcome.failed(new Fault.Gone("What was begun")));
    }

    private static String patient(Call call) {
        return call.caller().patient().orElseThrow();
    }

    private static From from(Call call) {
        var address = Optional.ofNullable(call.context().request().remoteAddress().hostAddress());
        return new From(address.orElse(""), call.correlation());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Outcome<ObjectNode> options(String options) {
        return read(Bytes.utf8(options)).map(ObjectNode.class::cast);
    }

    static Outcome<JsonNode> read(Call call) {
        return read(call.body());
    }

    private static Outcome<JsonNode> read(Bytes body) {
        try {
            var json = JSON.readTree(body.array());
            return json != null && json.isObject()
                    ? Outcome.of(json)
                    : Outcome.failed(new Fault.Invalid("the body must be a JSON object"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("the body must be a JSON object"));
        }
    }
}
