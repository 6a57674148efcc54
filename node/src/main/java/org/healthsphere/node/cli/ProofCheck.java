package org.healthsphere.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.consent.transparency.ReceiptBatch.Seal;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Checks the proof of a log with certificates in a folder, and says in a sentence what the log has. */
record ProofCheck(Path certificates, int signatures) {
    private static final Pattern RECEIPTS = Pattern.compile("[^/]+/([^/]+)/receipts");

    Outcome<String> sentence(LogProof proof) {
        return signatures < 1
                ? Outcome.failed(new Fault.Invalid("--signatures must be at least 1"))
                : proof.verified(keys(proof), signatures)
                        .then(leaf -> said(proof, leaf))
                        .map(said -> place(proof) + said);
    }

    private Map<NodeId, VerificationKey> keys(LogProof proof) {
        Map<NodeId, VerificationKey> keys = new HashMap<>();
        proof.checkpoint()
                .signatures()
                .keySet()
                .forEach(member -> Certificates.key(certificates, member).ifPresent(key -> keys.put(member, key)));
        return keys;
    }

    private static String place(LogProof proof) {
        var checkpoint = proof.checkpoint().checkpoint();
        var members = proof.checkpoint().signatures().keySet().stream()
                .map(NodeId::value)
                .sorted()
                .toList();
        return "The proof holds. The log %s has it at place %d of %d, signed for by %s on %s. "
                .formatted(
                        checkpoint.origin(),
                        proof.inclusion().index(),
                        checkpoint.size(),
                        String.join(", ", members),
                        checkpoint.time());
    }

    private Outcome<String> said(LogProof proof, Bytes leaf) {
        var issuer = RECEIPTS.matcher(proof.checkpoint().checkpoint().origin());
        return issuer.matches() ? receipt(new NodeId(issuer.group(1)), leaf) : event(leaf);
    }

    private Outcome<String> receipt(NodeId issuer, Bytes leaf) {
        return Certificates.key(certificates, issuer)
                .map(key -> ReceiptBatch.verifySeal(leaf, key) instanceof Outcome.Success<Seal>(var seal)
                        ? Outcome.of(seal.sentence())
                        : Receipts.verify(leaf, key).map(Receipt::sentence))
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("no certificate of " + issuer + " in the folder")));
    }

    private static Outcome<String> event(Bytes leaf) {
        try {
            var json = new ObjectMapper().readTree(leaf.utf8());
            var about = Optional.ofNullable(json.path("id").textValue()).map(id -> " about " + id);
            return Outcome.of("It is the event %s%s in block %d of the ledger."
                    .formatted(
                            json.path("kind").asText(),
                            about.orElse(""),
                            json.path("block").asLong()));
        } catch (JsonProcessingException e) {
            return Outcome.failed(new Fault.Invalid("the log has something that is neither a receipt nor an event"));
        }
    }
}
