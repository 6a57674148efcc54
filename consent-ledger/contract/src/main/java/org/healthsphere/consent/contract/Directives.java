package org.healthsphere.consent.contract;

import java.time.Instant;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What each operation demands and writes. */
final class Directives {
    /** The place of a tombstone to come. Not empty: an empty value is a delete. */
    static final String NO_TOMBSTONE = "none";

    static final String BY_HANDLE = "byHandle";
    private static final int LARGEST_TERMS = 256 * 1024;

    private Directives() {}

    static Outcome<Bytes> perform(LedgerStub ledger, Operation operation, Form form) {
        return switch (operation) {
            case REGISTER_KEY -> registerKey(ledger, form);
            case GRANT -> grant(ledger, form);
            case REVOKE -> written(ledger, operation, form);
            case BREAK_GLASS ->
                unheard(ledger, operation, form)
                        .then(_ -> Members.bySelf(ledger, form, "custodian"))
                        .then(_ -> written(ledger, operation, form));
            case ADMIT_MEMBER -> admit(ledger, form);
            case SUSPEND_MEMBER -> suspend(ledger, form);
            case PUBLISH_REVOCATIONS ->
                unheard(ledger, operation, form)
                        .then(_ -> Members.byFounder(ledger, form))
                        .then(_ -> written(ledger, operation, form));
            case DEBIT -> debit(ledger, form);
            case RELEASE ->
                unheard(ledger, operation, form)
                        .then(_ -> Members.byMember(ledger, form))
                        .then(_ -> written(ledger, operation, form));
            case ANCHOR_LOG -> anchor(ledger, form);
        };
    }

    private static Outcome<Bytes> registerKey(LedgerStub ledger, Form form) {
        if (PatientKey.of(form.text("spki")).isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("spki", "a public key on P-256"))));
        }
        return unheard(ledger, Operation.REGISTER_KEY, form)
                .then(_ -> Members.bySelf(ledger, form, "custodian"))
                .then(_ -> written(ledger, Operation.REGISTER_KEY, form));
    }

    private static Outcome<Bytes> grant(LedgerStub ledger, Form form) {
        var id = form.text("id");
        return unheard(ledger, Operation.GRANT, form)
                .then(_ -> ledger.read(tombstone(id)).isEmpty()
                        ? Members.bySelf(ledger, form, "custodian")
                        : Outcome.failed(new Fault.Gone("this consent was revoked")))
                .then(_ -> notExpired(ledger, form))
                .then(_ -> signedByPatient(ledger, form))
                .then(_ -> terms(ledger))
                .then(terms -> {
                    ledger.writePrivate(form.text("custodian"), id, terms);
                    ledger.write(tombstone(id), NO_TOMBSTONE);
                    ledger.anyOneEndorses(tombstone(id), Members.active(ledger));
                    ledger.index(BY_HANDLE, form.text("handle"), id);
                    return written(ledger, Operation.GRANT, form);
                });
    }

    private static Outcome<Form> notExpired(LedgerStub ledger, Form form) {
        return Instant.parse(form.text("notAfter")).isAfter(ledger.time())
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Unprocessable(List.of(new Problem("notAfter", "has passed"))));
    }

    private static Outcome<Form> signedByPatient(LedgerStub ledger, Form form) {
        return key(ledger, form.text("key")).then(record -> {
            var key = PatientKey.of(record.text("spki")).orElseThrow();
            return record.text("custodian").equals(form.text("custodian"))
                            && key.verifies(form.signedForm("grant"), form.text("signature"))
                    ? Outcome.of(form)
                    : Outcome.failed(new Fault.Forbidden("not signed by the patient"));
        });
    }

    static Outcome<Form> key(LedgerStub ledger, String thumbprint) {
        return ledger.read("K:" + thumbprint)
                .map(record -> Outcome.of(directive(record)))
                .orElse(Outcome.failed(new Fault.NotFound("the key is not registered")));
    }

    private static Outcome<Bytes> terms(LedgerStub ledger) {
        return ledger.passed(ConsentContract.TERMS)
                .filter(terms -> !terms.isEmpty() && terms.length() <= LARGEST_TERMS)
                .map(Outcome::of)
                .orElse(Outcome.failed(new Fault.Invalid(List.of(new Problem("terms", "missing, or too large")))));
    }

    private static Outcome<Bytes> admit(LedgerStub ledger, Form form) {
        return unheard(ledger, Operation.ADMIT_MEMBER, form)
                .then(_ -> Members.byFounder(ledger, form))
                .then(_ -> {
                    Members.enter(ledger, form.text("member"));
                    return written(ledger, Operation.ADMIT_MEMBER, form);
                });
    }

    private static Outcome<Bytes> suspend(LedgerStub ledger, Form form) {
        if (ledger.read(Members.key(form.text("member"))).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("no such member"));
        }
        return unheard(ledger, Operation.SUSPEND_MEMBER, form)
                .then(_ -> Members.byFounder(ledger, form))
                .then(_ -> {
                    Members.leave(ledger, form.text("member"));
                    return written(ledger, Operation.SUSPEND_MEMBER, form);
                });
    }

    /** The first debit of a study at a member sets its limit for good; nothing but that pair shares a key. */
    private static Outcome<Bytes> debit(LedgerStub ledger, Form form) {
        return unheard(ledger, Operation.DEBIT, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> {
                    var key = "S:" + form.text("study") + "/" + form.text("member");
                    var account = ledger.read(key)
                            .map(Form::stored)
                            .orElseGet(() -> Form.object()
                                    .put("limit", form.count("limitMicros"))
                                    .put("spent", 0L));
                    var spent = account.path("spent").asLong() + form.count("epsilonMicros");
                    if (account.path("limit").asLong() != form.count("limitMicros")) {
                        return refusedDebit("limitMicros", "differs from the limit that was set for this study");
                    }
                    if (form.count("epsilonMicros") == 0
                            || spent > account.path("limit").asLong()) {
                        return refusedDebit("epsilonMicros", "nothing, or more than is left of the budget");
                    }
                    ledger.write(
                            key, Form.canonical(account.put("spent", spent)).utf8());
                    return written(ledger, Operation.DEBIT, form);
                });
    }

    private static Outcome<Bytes> refusedDebit(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }

    /** A log only grows. */
    private static Outcome<Bytes> anchor(LedgerStub ledger, Form form) {
        var newest = "A:" + form.text("member");
        return unheard(ledger, Operation.ANCHOR_LOG, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> {
                    var count = ledger.read(newest).map(Long::valueOf).orElse(-1L);
                    if (form.count("entries") <= count) {
                        return Outcome.failed(new Fault.Conflict("the log was longer before"));
                    }
                    ledger.write(newest, Long.toString(form.count("entries")));
                    return written(ledger, Operation.ANCHOR_LOG, form);
                });
    }

    /**
     * No such record is there yet. What says how things stand now may be replaced by another word, but not by itself.
     */
    private static Outcome<Form> unheard(LedgerStub ledger, Operation operation, Form form) {
        var replaces = switch (operation) {
            case ADMIT_MEMBER, SUSPEND_MEMBER, PUBLISH_REVOCATIONS -> true;
            case REGISTER_KEY, GRANT, REVOKE, BREAK_GLASS, DEBIT, RELEASE, ANCHOR_LOG -> false;
        };
        return ledger.read(operation.key(form))
                        .filter(record -> !replaces || directive(record).equals(form))
                        .isEmpty()
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Conflict("is on the ledger already"));
    }

    private static Outcome<Bytes> written(LedgerStub ledger, Operation operation, Form form) {
        var record = Form.object()
                .put("operation", operation.word())
                .put("by", ledger.creator())
                .put("tx", ledger.transaction());
        record.set("directive", form.json());
        ledger.write(operation.key(form), Form.canonical(record).utf8());
        ledger.emit(operation.word(), form.canonical());
        return Outcome.of(form.canonical());
    }

    static Form directive(String record) {
        return new Form(Form.stored(record).withObjectProperty("directive"));
    }

    static String tombstone(String id) {
        return "R:" + id;
    }
}
