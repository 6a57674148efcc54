package org.healthsphere.consent.contract;

import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Who may speak for a patient: whom the patient names, for what he names and for as long; and a guardian, whose right the custodian
 * vouches for with the digest of its legal basis.
 */
final class Delegations {
    static final String GRANT = "grant";
    static final String REVOKE = "revoke";

    private Delegations() {}

    static String key(String id) {
        return "D:" + id;
    }

    static Outcome<Bytes> delegate(LedgerStub ledger, Form form) {
        return Directives.fresh(ledger, Operation.DELEGATE, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> Directives.notExpired(ledger, form))
                .then(_ -> Keys.signedBy(ledger, form, Operation.DELEGATE))
                .then(_ -> ofCustodian(ledger, form))
                .then(_ -> begun(ledger, Operation.DELEGATE, form));
    }

    static Outcome<Bytes> guardian(LedgerStub ledger, Form form) {
        return Directives.fresh(ledger, Operation.GUARDIAN, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> Directives.notExpired(ledger, form))
                .then(_ -> ofCustodian(ledger, form))
                .then(_ -> begun(ledger, Operation.GUARDIAN, form));
    }

    private static Outcome<Form> ofCustodian(LedgerStub ledger, Form form) {
        return Keys.registered(ledger, form.text("delegate"))
                .then(key -> key.text("custodian").equals(form.text("custodian"))
                        ? Outcome.of(form)
                        : Outcome.failed(new Fault.Forbidden("the delegate's key is another member's")));
    }

    private static Outcome<Bytes> begun(LedgerStub ledger, Operation operation, Form form) {
        Directives.placeTombstone(ledger, form.text("id"));
        return Directives.written(ledger, operation, form);
    }

    /** A statement that names no delegation needs none; any other one must be within it. */
    static Outcome<Form> mayState(LedgerStub ledger, Form form) {
        var id = form.text("delegation");
        if (id.isEmpty()) {
            return Outcome.of(form);
        }
        return ledger.read(key(id))
                .map(Directives::directive)
                .map(delegation -> covers(ledger, delegation, form)
                        ? Outcome.of(form)
                        : Outcome.<Form>failed(new Fault.Forbidden("the delegation does not allow this")))
                .orElse(Outcome.failed(new Fault.NotFound("no such delegation")));
    }

    private static boolean covers(LedgerStub ledger, Form delegation, Form form) {
        return isInForce(ledger, delegation, ledger.time())
                && speaks(delegation, GRANT)
                && delegation.text("custodian").equals(form.text("custodian"))
                && delegation.text("handle").equals(form.text("handle"))
                && Keys.descends(ledger, delegation.text("delegate"), form.text("key"));
    }

    private static boolean isInForce(LedgerStub ledger, Form delegation, Instant at) {
        return Directives.isOpen(ledger, delegation.text("id"))
                && !at.isAfter(Instant.parse(delegation.text("notAfter")));
    }

    /** A guardian may all. */
    private static boolean speaks(Form delegation, String right) {
        var rights = delegation.json().path("rights");
        if (rights.isMissingNode()) {
            return true;
        }
        for (var named : rights) {
            if (named.asText().equals(right)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the key of a revocation speaks for the patient of a statement: the key that made it, the patient's own where a delegate
     * made it, a delegate's, or one that has come in the place of any of these.
     */
    static boolean mayEnd(LedgerStub ledger, Form statement, Form revoke, Instant at) {
        var key = revoke.text("key");
        return Keys.descends(ledger, owner(statement), key)
                || principal(ledger, statement, key)
                || delegated(ledger, statement, revoke, at);
    }

    /** A guardianship has no principal's key: whoever holds it may lay it down. */
    private static String owner(Form statement) {
        return statement.text(statement.json().has("key") ? "key" : "delegate");
    }

    private static boolean principal(LedgerStub ledger, Form statement, String key) {
        return ledger.read(key(statement.text("delegation")))
                .map(Directives::directive)
                .filter(d -> d.json().has("key") && Keys.descends(ledger, d.text("key"), key))
                .isPresent();
    }

    private static boolean delegated(LedgerStub ledger, Form statement, Form revoke, Instant at) {
        return ledger.read(key(revoke.text("delegation")))
                .map(Directives::directive)
                .filter(d -> isInForce(ledger, d, at) && speaks(d, REVOKE))
                .filter(d -> d.text("handle").equals(statement.text("handle"))
                        && d.text("custodian").equals(statement.text("custodian")))
                .filter(d -> Keys.descends(ledger, d.text("delegate"), revoke.text("key")))
                .isPresent();
    }
}
