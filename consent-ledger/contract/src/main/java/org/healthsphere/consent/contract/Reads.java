package org.healthsphere.consent.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What can be asked of the ledger. */
final class Reads {
    private Reads() {}

    /** The record of a consent, with its {@code status}: active, expired, revoked or contested. */
    static Outcome<Bytes> check(LedgerStub ledger, String id) {
        return consent(ledger, id).map(record -> Form.canonical(withStatus(ledger, id, record)));
    }

    static Outcome<Bytes> byHandle(LedgerStub ledger, String handle) {
        var found = Form.object();
        var consents = found.putArray("consents");
        for (var id : ledger.indexed(Directives.BY_HANDLE, handle)) {
            ledger.read("C:" + id).map(Form::stored).ifPresent(record -> consents.add(withStatus(ledger, id, record)));
        }
        return Outcome.of(Form.canonical(found));
    }

    /** Every record ever kept of a consent and of its tombstone, the newest first. */
    static Outcome<Bytes> history(LedgerStub ledger, String id) {
        return statement(ledger, id).map(statement -> {
            var all = Form.object();
            var changes = all.putArray("changes");
            for (var key : new String[] {"Z:" + id, Directives.tombstone(id), "C:" + id, Delegations.key(id)}) {
                for (var change : ledger.history(key)) {
                    changes.addObject()
                            .put("tx", change.transaction())
                            .put("time", change.time().toString())
                            .put("value", change.value());
                }
            }
            return Form.canonical(all);
        });
    }

    /** The sealed terms of one version: {@code id} the first, {@code id/2} the second. */
    static Outcome<Bytes> terms(LedgerStub ledger, String version) {
        return statement(ledger, version.split("/", 2)[0]).then(statement -> {
            var custodian = statement.text("custodian");
            return custodian.equals(ledger.creator())
                    ? ledger.readPrivate(custodian, version)
                            .map(Outcome::of)
                            .orElse(Outcome.failed(new Fault.NotFound("the terms are not held here")))
                    : Outcome.failed(new Fault.Forbidden("the terms are for the custodian"));
        });
    }

    /** The record under which a directive of this operation is kept, or would be. */
    static Outcome<Bytes> find(LedgerStub ledger, String operation, String directive) {
        return Operation.named(operation)
                .map(known -> Form.parse(directive, known)
                        .then(form -> ledger.read(known.key(form))
                                .filter(record -> !record.equals(Directives.NO_TOMBSTONE))
                                .map(record -> Outcome.of(Bytes.utf8(record)))
                                .orElse(Outcome.failed(new Fault.NotFound("not on the ledger")))))
                .orElse(Outcome.failed(new Fault.Invalid("no such operation")));
    }

    /** Whether the patient signed this revocation of a consent that exists. */
    static Outcome<Bytes> revocable(LedgerStub ledger, Form revoke) {
        return statement(ledger, revoke.text("id"))
                .then(statement -> isPatients(ledger, statement, revoke, ledger.time())
                        ? Outcome.of(revoke.canonical())
                        : Outcome.failed(new Fault.Forbidden("not signed by the patient")));
    }

    /** A consent, an opt-out or a delegation, in its newest version. */
    static Outcome<Form> statement(LedgerStub ledger, String id) {
        return consent(ledger, id).map(record -> new Form(record.withObjectProperty("directive")));
    }

    private static Outcome<ObjectNode> consent(LedgerStub ledger, String id) {
        return ledger.read(Directives.consent(id))
                .or(() -> ledger.read(Delegations.key(id)))
                .map(record -> Outcome.of(Form.stored(record)))
                .orElse(Outcome.failed(new Fault.NotFound("no such consent")));
    }

    private static ObjectNode withStatus(LedgerStub ledger, String id, ObjectNode record) {
        return record.put("status", status(ledger, id, new Form(record.withObjectProperty("directive"))));
    }

    private static String status(LedgerStub ledger, String id, Form statement) {
        if (ledger.read("Z:" + id).isPresent()) {
            return "erased";
        }
        var tombstone = ledger.read(Directives.tombstone(id)).filter(record -> !record.equals(Directives.NO_TOMBSTONE));
        if (tombstone.isPresent()) {
            return isPatients(ledger, statement, tombstone.get()) ? "revoked" : "contested";
        }
        var notAfter = statement.text("notAfter");
        return notAfter.isEmpty() || Instant.parse(notAfter).isAfter(ledger.time()) ? "active" : "expired";
    }

    /** By whoever might speak for the patient when the tombstone was written. */
    private static boolean isPatients(LedgerStub ledger, Form statement, String tombstone) {
        var at = Instant.parse(Form.stored(tombstone).path("at").asText());
        return isPatients(ledger, statement, Directives.directive(tombstone), at);
    }

    private static boolean isPatients(LedgerStub ledger, Form statement, Form revoke, Instant at) {
        return Delegations.mayEnd(ledger, statement, revoke, at)
                && Keys.registered(ledger, revoke.text("key")) instanceof Outcome.Success<Form>(var key)
                && Keys.verifies(key, Form.signedRevocation(revoke.text("id")), revoke.text("signature"));
    }
}
