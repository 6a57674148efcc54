package org.healthsphere.consent.contract;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PatientSignature;
import org.healthsphere.specs.Sha256;

/**
 * Patients' keys. A key is never taken off the ledger, so that whatever it signed can be verified for good; one that was rotated or
 * retired makes no new consents.
 */
final class Keys {
    /** Nobody changes his key more often; it bounds the walk from a key to its successors. */
    private static final int MOST_SUCCESSORS = 64;

    private Keys() {}

    static String key(String thumbprint) {
        return "K:" + thumbprint;
    }

    /** Where the record of a key's end is kept: that of its rotation, or of its retirement. */
    static String end(String thumbprint) {
        return "N:" + thumbprint;
    }

    static String thumbprint(Form form) {
        return PatientKey.of(form.text("spki"))
                .map(key -> key.thumbprint().hex())
                .orElse("none");
    }

    static Outcome<Bytes> register(LedgerStub ledger, Form form) {
        return formed(form)
                .then(_ -> Directives.unheard(ledger, Operation.REGISTER_KEY, form))
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> Directives.written(ledger, Operation.REGISTER_KEY, form));
    }

    private static Outcome<Form> formed(Form form) {
        return PatientKey.of(form.text("spki")).isPresent()
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Invalid(List.of(new Problem("spki", "a public key on P-256"))));
    }

    /** The old key names its successor. */
    static Outcome<Bytes> rotate(LedgerStub ledger, Form form) {
        return formed(form)
                .then(_ -> Directives.unheard(ledger, Operation.ROTATE_KEY, form))
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> signedBy(ledger, form, Operation.ROTATE_KEY))
                .then(_ -> {
                    var successor = key(thumbprint(form));
                    if (ledger.read(successor).isPresent()) {
                        return Outcome.failed(new Fault.Conflict("the successor is on the ledger already"));
                    }
                    ledger.write(successor, Directives.record(ledger, Operation.ROTATE_KEY, form));
                    return Directives.written(ledger, Operation.ROTATE_KEY, form);
                });
    }

    /** A key that was lost or stolen; what it signed before stays. */
    static Outcome<Bytes> retire(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.RETIRE_KEY, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> registered(ledger, form.text("key")))
                .then(key -> key.text("custodian").equals(form.text("custodian"))
                        ? Directives.written(ledger, Operation.RETIRE_KEY, form)
                        : Outcome.failed(new Fault.Forbidden("the key of another member's patient")));
    }

    static Outcome<Form> registered(LedgerStub ledger, String thumbprint) {
        return ledger.read(key(thumbprint))
                .map(record -> Outcome.of(Directives.directive(record)))
                .orElse(Outcome.failed(new Fault.NotFound("the key is not registered")));
    }

    /** Signed with the registered key that it names, which is its custodian's patient's and still in use. */
    static Outcome<Form> signedBy(LedgerStub ledger, Form form, Operation operation) {
        return registered(ledger, form.text("key")).then(key -> {
            if (!key.text("custodian").equals(form.text("custodian"))
                    || !verifies(key, form.signedForm(operation.word()), form.text("signature"))) {
                return unsigned();
            }
            return ledger.read(end(form.text("key"))).isEmpty()
                    ? Outcome.of(form)
                    : Outcome.failed(new Fault.Forbidden("the key is no longer in use"));
        });
    }

    static <T> Outcome<T> unsigned() {
        return Outcome.failed(new Fault.Forbidden("not signed by the patient"));
    }

    static boolean verifies(Form key, Bytes statement, String signature) {
        var party = Optional.of(key.text("relyingParty")).filter(text -> !text.isEmpty());
        return PatientKey.of(key.text("spki"))
                .filter(k -> PatientSignature.verifies(
                        k.key(),
                        new PatientSignature.Signed(statement, party.map(Sha256::new)),
                        Bytes.base64url(signature)))
                .isPresent();
    }

    /** Whether a key is this one, or has come to take its place. */
    static boolean descends(LedgerStub ledger, String from, String to) {
        var current = from;
        for (var i = 0; i < MOST_SUCCESSORS && !current.equals(to); i++) {
            var next = ledger.read(end(current))
                    .map(Directives::directive)
                    .filter(form -> !form.text("spki").isEmpty())
                    .map(Keys::thumbprint);
            if (next.isEmpty()) {
                return false;
            }
            current = next.get();
        }
        return current.equals(to);
    }
}
