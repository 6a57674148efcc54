package org.healthsphere.consent.contract;

import java.time.Instant;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Studies and what they may spend; and the logs that members anchor. */
final class Studies {
    private Studies() {}

    static Outcome<Bytes> register(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.REGISTER_STUDY, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> Directives.notExpired(ledger, form))
                .then(_ -> Directives.written(ledger, Operation.REGISTER_STUDY, form));
    }

    /**
     * The first debit of a study at a member sets its limit for good, and a registered study has set it before; nothing but that
     * pair shares a key.
     */
    static Outcome<Bytes> debit(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.DEBIT, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> within(ledger, form))
                .then(_ -> spent(ledger, form));
    }

    private static Outcome<Form> within(LedgerStub ledger, Form debit) {
        var study = ledger.read("Y:" + debit.text("study")).map(Directives::directive);
        if (study.filter(s -> s.count("limitMicros") != debit.count("limitMicros"))
                .isPresent()) {
            return refused("limitMicros", "differs from the limit that was set for this study");
        }
        return study.filter(s -> ledger.time().isAfter(Instant.parse(s.text("notAfter"))))
                        .isPresent()
                ? refused("study", "is over")
                : Outcome.of(debit);
    }

    private static Outcome<Bytes> spent(LedgerStub ledger, Form form) {
        var key = "S:" + form.text("study") + "/" + form.text("member");
        var account = ledger.read(key)
                .map(Form::stored)
                .orElseGet(() ->
                        Form.object().put("limit", form.count("limitMicros")).put("spent", 0L));
        var limit = account.path("limit").asLong();
        var spent = account.path("spent").asLong() + form.count("rhoMicros");
        if (limit != form.count("limitMicros")) {
            return refused("limitMicros", "differs from the limit that was set for this study");
        }
        if (form.count("rhoMicros") == 0 || spent > limit) {
            return refused("rhoMicros", "nothing, or more than is left of the budget");
        }
        ledger.write(key, Form.canonical(account.put("spent", spent)).utf8());
        return Directives.written(ledger, Operation.DEBIT, form);
    }

    private static <T> Outcome<T> refused(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }

    static String log(Form form) {
        return "A:" + form.text("member") + "/" + form.text("log");
    }

    /** A log only grows. */
    static Outcome<Bytes> anchor(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.ANCHOR_LOG, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> {
                    var count = ledger.read(log(form)).map(Long::valueOf).orElse(-1L);
                    if (form.count("entries") <= count) {
                        return Outcome.failed(new Fault.Conflict("the log was longer before"));
                    }
                    ledger.write(log(form), Long.toString(form.count("entries")));
                    return Directives.written(ledger, Operation.ANCHOR_LOG, form);
                });
    }
}
