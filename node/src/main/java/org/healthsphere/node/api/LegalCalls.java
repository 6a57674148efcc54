package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.LegalBasisRelease.Approval;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.LegalBasis;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/** What a law lets the hospital release: drafted, approved by two people, on the ledger, and shown to the patient. */
final class LegalCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consents consents;

    LegalCalls(Consents consents) {
        this.consents = consents;
    }

    /** Without approvals, what there is to sign; with them, it goes on the ledger. */
    Outcome<Reply> record(Call call) {
        var patient = call.parameter("id");
        if (!ResourceId.isId(patient)) {
            return Outcome.failed(new Fault.NotFound("such patient"));
        }
        return parsed(call.body())
                .then(body -> consents.draft(patient, basis(body))
                        .then(draft -> body.has("approvals")
                                ? approvals(body).then(both -> onLedger(draft.approvedBy(both)))
                                : Outcome.of(toSign(draft))));
    }

    private Outcome<Reply> onLedger(LegalBasisRelease approved) {
        return consents.record(approved)
                .map(event -> Reply.json(
                        201,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", approved.id())
                                .put("height", event.height())));
    }

    private static Reply toSign(LegalBasisRelease draft) {
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", draft.id())
                        .put("statement", draft.signedBytes().utf8()));
    }

    /** Everything that a law permits of the caller's own record. */
    Outcome<Reply> ofPatient(Call call) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (var basis : consents.lawful(call.caller().patient().orElseThrow())) {
            var one = list.addObject()
                    .put("id", basis.id())
                    .put("statute", basis.statute())
                    .put("requester", basis.requester())
                    .put("notBefore", basis.notBefore().toString())
                    .put("notAfter", basis.notAfter().toString());
            var types = one.putArray("types");
            basis.types().stream().sorted().forEach(types::add);
        }
        return Outcome.of(Reply.json(200, list));
    }

    private static LegalBasis basis(JsonNode body) {
        Set<String> types = new HashSet<>();
        body.path("types").forEach(type -> types.add(type.asText()));
        return new LegalBasis(
                Optional.ofNullable(body.path("id").textValue()),
                body.path("statute").asText(),
                body.path("requester").asText(),
                types,
                Instant.parse(body.path("notBefore").asText()),
                Instant.parse(body.path("notAfter").asText()));
    }

    private static Outcome<List<Approval>> approvals(JsonNode body) {
        List<Approval> approvals = new ArrayList<>();
        for (var approval : body.path("approvals")) {
            if (!(VerificationKey.parse(approval.path("key").asText())
                    instanceof Outcome.Success<VerificationKey>(var key))) {
                return malformed();
            }
            try {
                var role = Role.valueOf(approval.path("role").asText());
                approvals.add(new Approval(
                        role, key, Bytes.base64url(approval.path("signature").asText())));
            } catch (IllegalArgumentException _) {
                return malformed();
            }
        }
        return Outcome.of(approvals);
    }

    private static Outcome<JsonNode> parsed(Bytes body) {
        try {
            var json = JSON.readTree(body.array());
            if (json == null || !json.isObject()) {
                return malformed();
            }
            var _ = basis(json);
            return Outcome.of(json);
        } catch (IOException | DateTimeException e) {
            return malformed();
        }
    }

    private static <T> Outcome<T> malformed() {
        return Outcome.failed(new Fault.Invalid(
                "the body must have statute, requester, types, notBefore, notAfter, and once signed id and approvals"));
    }
}
