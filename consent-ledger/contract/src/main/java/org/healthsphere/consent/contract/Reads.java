package org.healthsphere.consent.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
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
        return consent(ledger, id).map(_ -> {
            var all = Form.object();
            var changes = all.putArray("changes");
            for (var key : new String[] {Directives.tombstone(id), "C:" + id}) {
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

    static Outcome<Bytes> terms(LedgerStub ledger, String id) {
        return consent(ledger, id).then(record -> {
            var custodian = record.path("directive").path("custodian").asText();
            return custodian.equals(ledger.creator())
                    ? ledger.readPrivate(custodian, id)
                            .map(Outcome::of)
                            .orElse(Outcome.failed(new Fault.NotFound("the terms are not held here")))
                    : Outcome.failed(new Fault.Forbidden("the terms are for the custodian"));
        });
    }

    /** The record under which a directive of this operation is kept, or would be. */
    static Outcome<Bytes> find(LedgerStub ledger, String operation, String directive) {
        return Operation.named(operation)
                .map(known -> Form.parse(directive, known.fields())
                        .then(form -> ledger.read(known.key(form))
                                .filter(record -> !record.equals(Directives.NO_TOMBSTONE))
                                .map(record -> Outcome.of(Bytes.utf8(record)))
                                .orElse(Outcome.failed(new Fault.NotFound("not on the ledger")))))
                .orElse(Outcome.failed(new Fault.Invalid("no such operation")));
    }

    /** Whether the patient signed this revocation of a consent that exists. */
    static Outcome<Bytes> revocable(LedgerStub ledger, Form revoke) {
        return consent(ledger, revoke.text("id"))
                .then(record -> isPatients(ledger, record, revoke)
                        ? Outcome.of(revoke.canonical())
                        : Outcome.failed(new Fault.Forbidden("not signed by the patient")));
    }

    private static Outcome<ObjectNode> consent(LedgerStub ledger, String id) {
        return ledger.read("C:" + id)
                .map(record -> Outcome.of(Form.stored(record)))
                .orElse(Outcome.failed(new Fault.NotFound("no such consent")));
    }

    private static ObjectNode withStatus(LedgerStub ledger, String id, ObjectNode record) {
        var tombstone = tombstone(ledger, id);
        var notAfter = Instant.parse(record.path("directive").path("notAfter").asText());
        if (tombstone.isPresent()) {
            return record.put("status", isPatients(ledger, record, tombstone.get()) ? "revoked" : "contested");
        }
        return record.put("status", notAfter.isAfter(ledger.time()) ? "active" : "expired");
    }

    private static Optional<Form> tombstone(LedgerStub ledger, String id) {
        return ledger.read(Directives.tombstone(id))
                .filter(record -> !record.equals(Directives.NO_TOMBSTONE))
                .map(Directives::directive);
    }

    /** Signed with the key of the consent itself. */
    private static boolean isPatients(LedgerStub ledger, ObjectNode record, Form revoke) {
        var key = record.path("directive").path("key").asText();
        return revoke.text("key").equals(key)
                && Directives.key(ledger, key) instanceof Outcome.Success<Form>(var registered)
                && PatientKey.of(registered.text("spki"))
                        .filter(k -> k.verifies(Form.signedRevocation(revoke.text("id")), revoke.text("signature")))
                        .isPresent();
    }
}
