package org.healthsphere.node.api;

import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What a patient may hold against this hospital: receipts, and proofs that the logs have them and his consents. */
final class ProofCalls {
    private final Consents consents;
    private final ReceiptBook receipts;
    private final Logs logs;

    ProofCalls(Consents consents, ReceiptBook receipts, Logs logs) {
        this.consents = consents;
        this.receipts = receipts;
        this.logs = logs;
    }

    Outcome<Reply> ofConsent(Call call) {
        return of(call, Grant.class);
    }

    Outcome<Reply> ofRevocation(Call call) {
        return of(call, Revoke.class);
    }

    private Outcome<Reply> of(Call call, Class<? extends Directive> kind) {
        return consents.find(patient(call), call.parameter("id"))
                .filter(consent -> kind == Grant.class || consent.withdrawn().isPresent())
                .map(consent -> logs.ofOwn(consent.id(), kind))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such consent")))
                .map(ProofCalls::reply);
    }

    Outcome<Reply> receipt(Call call) {
        return found(call).map(receipt -> new Reply(200, "application/jose", receipt));
    }

    Outcome<Reply> ofReceipt(Call call) {
        return found(call).then(logs::ofReceipt).map(ProofCalls::reply);
    }

    private Outcome<Bytes> found(Call call) {
        return receipts.of(patient(call), call.parameter("correlation"))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such receipt")));
    }

    private static String patient(Call call) {
        return call.caller().patient().orElseThrow();
    }

    private static Reply reply(LogProof proof) {
        return new Reply(200, "application/json", proof.encoded());
    }
}
