package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.federation.research.ReleaseCertificate.Paid;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.federation.research.StudyMessage.CertificateCall;
import org.healthsphere.federation.research.StudyMessage.Countersignature;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.MaskedShare;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.RosterCall;
import org.healthsphere.federation.research.StudyMessage.ShareCall;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.specs.Sha256;

/** Messages as JSON. */
final class MessageWriter {
    private MessageWriter() {}

    static ObjectNode json(StudyMessage message) {
        return switch (message) {
            case Proposal proposal -> proposal(proposal);
            case Admission admission -> admission(admission);
            case Refusal(var round, var ground) -> of("refusal", round).put("ground", ground.code());
            case RosterCall(var round, var admissions) -> with(of("roster", round), "admissions", admissions);
            case KeyShares shares -> keyShares(shares);
            case ShareCall(var round, var keyShares) -> with(of("share-call", round), "keyShares", keyShares);
            case MaskedShare share -> maskedShare(share);
            case CertificateCall(var round, var certificate, var shares) ->
                with(of("certificate", round), "shares", shares).set("certificate", certificate);
            case Countersignature(var round, var signature) ->
                of("countersignature", round).put("signature", signature.base64url());
        };
    }

    static void terms(ObjectNode json, Terms terms) {
        json.putObject("terms")
                .put("threshold", terms.threshold())
                .put("quorum", terms.quorum())
                .put("colluders", terms.colluders());
    }

    static void snapshot(ObjectNode json, Snapshot snapshot) {
        json.putObject("snapshot")
                .put("storeChange", snapshot.storeChange())
                .put("consentHeight", snapshot.consentHeight());
    }

    static void pins(ObjectNode json, List<Pin> pins) {
        var array = json.putArray("terminology");
        pins.forEach(pin -> array.addObject()
                .put("concepts", pin.concepts().hex())
                .put("members", pin.members().hex()));
    }

    private static ObjectNode proposal(Proposal proposal) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "proposal")
                .put("v", 1)
                .put("nonce", proposal.nonce())
                .put("notAfter", proposal.notAfter().toString());
        pins(json, proposal.pins());
        terms(json, proposal.terms());
        return json.set("query", proposal.query());
    }

    private static ObjectNode admission(Admission admission) {
        var json = of("admission", admission.round());
        snapshot(json, admission.snapshot());
        json.putObject("keys")
                .put("x25519", admission.keys().x25519().base64url())
                .put("mlkem768", admission.keys().mlkem().base64url());
        return json;
    }

    private static ObjectNode keyShares(KeyShares shares) {
        var json =
                of("key-shares", shares.round()).put("roster", shares.roster().hex());
        var array = json.putArray("encapsulations");
        shares.encapsulations().entrySet().stream()
                .sorted((a, b) -> a.getKey().value().compareTo(b.getKey().value()))
                .forEach(e -> array.addObject()
                        .put("for", e.getKey().value())
                        .put("bytes", e.getValue().base64url()));
        return json;
    }

    private static ObjectNode maskedShare(MaskedShare share) {
        var json = of("masked-share", share.round())
                .put("roster", share.roster().hex())
                .put("vector", share.vector().words().base64url());
        paid(json, share.paid());
        CoverageJson.putAny(json, share.coverage());
        return json;
    }

    static void paid(ObjectNode json, Paid paid) {
        json.put("debit", paid.debit().hex()).put("debitHeight", paid.height());
    }

    private static ObjectNode of(String type, Sha256 round) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("v", 1)
                .put("round", round.hex());
    }

    private static ObjectNode with(ObjectNode json, String name, List<JsonNode> quoted) {
        json.putArray(name).addAll(quoted);
        return json;
    }
}
