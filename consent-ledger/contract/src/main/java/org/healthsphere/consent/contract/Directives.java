package org.healthsphere.consent.contract;

import java.time.Instant;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What each operation demands and writes; those that are about a patient's word are here, the others have a class each. */
final class Directives {
    /** The place of a tombstone to come. Not empty: an empty value is a delete. */
    static final String NO_TOMBSTONE = "none";

    static final String BY_HANDLE = "byHandle";
    private static final int LARGEST_TERMS = 256 * 1024;

    private Directives() {}

    static Outcome<Bytes> perform(LedgerStub ledger, Operation operation, Form form) {
        return switch (operation) {
            case REGISTER_KEY -> Keys.register(ledger, form);
            case ROTATE_KEY -> Keys.rotate(ledger, form);
            case RETIRE_KEY -> Keys.retire(ledger, form);
            case GRANT -> grant(ledger, form);
            case AMEND -> amend(ledger, form);
            case REVOKE -> written(ledger, operation, form);
            case OPT_OUT -> optOut(ledger, form);
            case DELEGATE -> Delegations.delegate(ledger, form);
            case GUARDIAN -> Delegations.guardian(ledger, form);
            case ERASE -> erase(ledger, form);
            case BREAK_GLASS ->
                unheard(ledger, operation, form)
                        .then(_ -> Members.bySelf(ledger, form, "custodian"))
                        .then(_ -> written(ledger, operation, form));
            case LEGAL_BASIS_RELEASE -> LegalBases.record(ledger, form);
            case ADMIT_MEMBER -> Members.admit(ledger, form);
            case SUSPEND_MEMBER -> Members.suspend(ledger, form);
            case PUBLISH_REVOCATIONS -> Members.publish(ledger, form);
            case HAND_OVER -> Governance.handOver(ledger, form);
            case PROPOSE -> Governance.propose(ledger, form);
            case VOTE -> Governance.vote(ledger, form);
            case REQUEST_CERTIFICATES -> Members.request(ledger, form);
            case CERTIFY_MEMBER -> Members.certify(ledger, form);
            case REGISTER_STUDY -> Studies.register(ledger, form);
            case DEBIT -> Studies.debit(ledger, form);
            case RELEASE ->
                unheard(ledger, operation, form)
                        .then(_ -> Members.byMember(ledger, form))
                        .then(_ -> written(ledger, operation, form));
            case ANCHOR_LOG -> Studies.anchor(ledger, form);
        };
    }

    private static Outcome<Bytes> grant(LedgerStub ledger, Form form) {
        return fresh(ledger, Operation.GRANT, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> notExpired(ledger, form))
                .then(_ -> stated(ledger, Operation.GRANT, form))
                .then(_ -> terms(ledger))
                .then(terms -> {
                    ledger.writePrivate(form.text("custodian"), termsOf(form.text("id"), 1), terms);
                    ledger.write(consent(form.text("id")), record(ledger, Operation.GRANT, form));
                    return begun(ledger, Operation.GRANT, form);
                });
    }

    /** A no that needs no terms. */
    private static Outcome<Bytes> optOut(LedgerStub ledger, Form form) {
        return fresh(ledger, Operation.OPT_OUT, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> stated(ledger, Operation.OPT_OUT, form))
                .then(_ -> begun(ledger, Operation.OPT_OUT, form));
    }

    private static Outcome<Bytes> begun(LedgerStub ledger, Operation operation, Form form) {
        var id = form.text("id");
        placeTombstone(ledger, id);
        ledger.custodianAndOneMoreEndorse(consent(id), form.text("custodian"), Members.active(ledger));
        ledger.index(BY_HANDLE, form.text("handle"), id);
        return written(ledger, operation, form);
    }

    /** The same consent in other words: the next version of the one that was read, by whoever may speak for its patient. */
    private static Outcome<Bytes> amend(LedgerStub ledger, Form form) {
        return unheard(ledger, Operation.AMEND, form)
                .then(_ -> Reads.statement(ledger, form.text("id")))
                .then(current -> isOpen(ledger, form.text("id"))
                        ? Outcome.of(current)
                        : Outcome.failed(new Fault.Gone("this consent was revoked")))
                .then(current -> Members.bySelf(ledger, form, "custodian").map(_ -> current))
                .then(current -> follows(current, form))
                .then(current -> notExpired(ledger, form).map(_ -> current))
                .then(current -> stated(ledger, Operation.AMEND, form)
                        .then(_ -> Delegations.mayEnd(ledger, current, form, ledger.time())
                                ? terms(ledger)
                                : Keys.unsigned()))
                .then(terms -> {
                    ledger.writePrivate(form.text("custodian"), termsOf(form.text("id"), form.count("version")), terms);
                    ledger.write(consent(form.text("id")), record(ledger, Operation.AMEND, form));
                    return written(ledger, Operation.AMEND, form);
                });
    }

    private static Outcome<Form> follows(Form current, Form next) {
        var version = current.json().path("version").asLong(1);
        if (!next.text("custodian").equals(current.text("custodian"))
                || !next.text("handle").equals(current.text("handle"))
                || !current.json().has("digest")) {
            return Outcome.failed(new Fault.Forbidden("not a version of this consent"));
        }
        return next.count("version") == version + 1 && next.text("previous").equals(current.text("digest"))
                ? Outcome.of(current)
                : Outcome.failed(new Fault.Conflict("another version came before"));
    }

    /** The custodian ends it, and its private values go everywhere. Its place on the ledger stays. */
    private static Outcome<Bytes> erase(LedgerStub ledger, Form form) {
        var id = form.text("id");
        return unheard(ledger, Operation.ERASE, form)
                .then(_ -> Reads.statement(ledger, id))
                .then(statement -> statement.text("custodian").equals(form.text("custodian"))
                        ? Members.bySelf(ledger, form, "custodian").map(_ -> statement)
                        : Outcome.failed(new Fault.Forbidden("another member's patient")))
                .then(statement -> {
                    for (var version = 1L;
                            version <= statement.json().path("version").asLong(1);
                            version++) {
                        ledger.purgePrivate(form.text("custodian"), termsOf(id, version));
                    }
                    if (isOpen(ledger, id)) {
                        ledger.write(tombstone(id), record(ledger, Operation.ERASE, form));
                    }
                    return written(ledger, Operation.ERASE, form);
                });
    }

    static Outcome<Form> notExpired(LedgerStub ledger, Form form) {
        return Instant.parse(form.text("notAfter")).isAfter(ledger.time())
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Unprocessable(List.of(new Problem("notAfter", "has passed"))));
    }

    /** Signed by a key that is in use, and within the delegation that it names. */
    private static Outcome<Form> stated(LedgerStub ledger, Operation operation, Form form) {
        return Keys.signedBy(ledger, form, operation).then(_ -> Delegations.mayState(ledger, form));
    }

    private static Outcome<Bytes> terms(LedgerStub ledger) {
        return ledger.passed(ConsentContract.TERMS)
                .filter(terms -> !terms.isEmpty() && terms.length() <= LARGEST_TERMS)
                .map(Outcome::of)
                .orElse(Outcome.failed(new Fault.Invalid(List.of(new Problem("terms", "missing, or too large")))));
    }

    /** No such statement is there yet, and nobody ended it before it began. */
    static Outcome<Form> fresh(LedgerStub ledger, Operation operation, Form form) {
        return unheard(ledger, operation, form)
                .then(_ -> ledger.read(tombstone(form.text("id"))).isEmpty()
                        ? Outcome.of(form)
                        : Outcome.failed(
                                isOpen(ledger, form.text("id"))
                                        ? new Fault.Conflict("the id is in use")
                                        : new Fault.Gone("this consent was revoked")));
    }

    /** From here on any one member's endorsement is enough to end it. */
    static void placeTombstone(LedgerStub ledger, String id) {
        ledger.write(tombstone(id), NO_TOMBSTONE);
        ledger.anyOneEndorses(tombstone(id), Members.active(ledger));
    }

    static boolean isOpen(LedgerStub ledger, String id) {
        return ledger.read(tombstone(id))
                .filter(record -> !record.equals(NO_TOMBSTONE))
                .isEmpty();
    }

    /**
     * No such record is there yet. What says how things stand now may be replaced by another word, but not by itself.
     */
    static Outcome<Form> unheard(LedgerStub ledger, Operation operation, Form form) {
        var replaces = operation == Operation.ADMIT_MEMBER
                || operation == Operation.SUSPEND_MEMBER
                || operation == Operation.PUBLISH_REVOCATIONS;
        return ledger.read(operation.key(form))
                        .filter(record -> !replaces || directive(record).equals(form))
                        .isEmpty()
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Conflict("is on the ledger already"));
    }

    static Outcome<Bytes> written(LedgerStub ledger, Operation operation, Form form) {
        ledger.write(operation.key(form), record(ledger, operation, form));
        ledger.emit(operation.word(), form.canonical());
        return Outcome.of(form.canonical());
    }

    static String record(LedgerStub ledger, Operation operation, Form form) {
        var record = Form.object()
                .put("operation", operation.word())
                .put("by", ledger.creator())
                .put("at", ledger.time().toString())
                .put("tx", ledger.transaction());
        record.set("directive", form.json());
        return Form.canonical(record).utf8();
    }

    static Form directive(String record) {
        return new Form(Form.stored(record).withObjectProperty("directive"));
    }

    /** The private key that one version's terms are kept under. */
    static String termsOf(String id, long version) {
        return version == 1 ? id : id + "/" + version;
    }

    static String consent(String id) {
        return "C:" + id;
    }

    static String tombstone(String id) {
        return "R:" + id;
    }
}
