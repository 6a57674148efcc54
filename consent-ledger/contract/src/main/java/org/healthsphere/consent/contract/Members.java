package org.healthsphere.consent.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Who takes part.
 *
 * <p>Keys: {@code network} the founder, {@code M:<member>} the last word on a member, {@code members} all that take part now,
 * {@code revocations} which certificates were taken back.
 * Whoever admits the first member is the founder from then on, and only the founder admits and suspends, until he hands over.
 */
final class Members {
    private static final String NETWORK = "network";
    private static final String ALL = "members";
    static final String REVOCATIONS = "revocations";

    /** Once this is there, members change by vote. */
    static final String HANDED_OVER = "G:handover";

    private Members() {}

    static String key(String member) {
        return "M:" + member;
    }

    static boolean takesPart(String member, Function<String, Optional<String>> read) {
        var founder =
                read.apply(NETWORK).map(Form::stored).map(n -> n.path("founder").asText());
        return founder.isEmpty() || founder.get().equals(member) || isActive(read, member);
    }

    static boolean isActive(LedgerStub ledger, String member) {
        return isActive(ledger::read, member);
    }

    private static boolean isActive(Function<String, Optional<String>> read, String member) {
        return read.apply(key(member))
                .map(Form::stored)
                .filter(record -> record.path("operation").asText().equals("admitMember"))
                .isPresent();
    }

    static Set<String> active(LedgerStub ledger) {
        Set<String> members = new TreeSet<>();
        ledger.read(ALL)
                .map(Form::stored)
                .ifPresent(all -> all.path("active").forEach(member -> members.add(member.asText())));
        return members;
    }

    static Outcome<Bytes> admit(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.ADMIT_MEMBER, form)
                .then(_ -> byFounder(ledger, form))
                .then(_ -> {
                    enter(ledger, form.text("member"));
                    return Directives.written(ledger, Operation.ADMIT_MEMBER, form);
                });
    }

    static Outcome<Bytes> suspend(LedgerStub ledger, Form form) {
        if (ledger.read(key(form.text("member"))).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("no such member"));
        }
        return Directives.unheard(ledger, Operation.SUSPEND_MEMBER, form)
                .then(_ -> byFounder(ledger, form))
                .then(_ -> {
                    leave(ledger, form.text("member"));
                    return Directives.written(ledger, Operation.SUSPEND_MEMBER, form);
                });
    }

    /** The creator is the founder, or there is none yet; and he has not handed over. */
    static Outcome<Form> byFounder(LedgerStub ledger, Form form) {
        return ledger.read(HANDED_OVER).isPresent()
                ? Outcome.failed(new Fault.Forbidden("the members decide by vote"))
                : founded(ledger, form);
    }

    /** Which certificates its authority has taken back, the founder says also after he has handed over. */
    static Outcome<Bytes> publish(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.PUBLISH_REVOCATIONS, form)
                .then(_ -> founded(ledger, form))
                .then(_ -> Directives.written(ledger, Operation.PUBLISH_REVOCATIONS, form));
    }

    /** Nobody but a member itself asks for its certificates. */
    static Outcome<Bytes> request(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.REQUEST_CERTIFICATES, form)
                .then(_ -> bySelf(ledger, form, "member"))
                .then(_ -> Directives.written(ledger, Operation.REQUEST_CERTIFICATES, form));
    }

    /** Whose keys its authority has certified, the founder says also after he has handed over: who takes part is not his to say. */
    static Outcome<Bytes> certify(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.CERTIFY_MEMBER, form)
                .then(_ -> founded(ledger, form))
                .then(_ -> isActive(ledger, form.text("member"))
                        ? Directives.written(ledger, Operation.CERTIFY_MEMBER, form)
                        : Outcome.failed(new Fault.NotFound("no such member")));
    }

    private static Outcome<Form> founded(LedgerStub ledger, Form form) {
        var founder = ledger.read(NETWORK)
                .map(Form::stored)
                .map(n -> n.path("founder").asText());
        if (founder.isEmpty()) {
            ledger.write(
                    NETWORK,
                    new Form(Form.object().put("founder", ledger.creator()))
                            .canonical()
                            .utf8());
        }
        return founder.isEmpty() || founder.get().equals(ledger.creator())
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Forbidden("only the founder of the network changes its members"));
    }

    static Outcome<Form> byMember(LedgerStub ledger, Form form) {
        return isActive(ledger, ledger.creator())
                ? Outcome.of(form)
                : Outcome.failed(new Fault.Forbidden("not a member of the network"));
    }

    /** The creator is the member that the directive speaks for, and takes part. */
    static Outcome<Form> bySelf(LedgerStub ledger, Form form, String field) {
        return ledger.creator().equals(form.text(field))
                ? byMember(ledger, form)
                : Outcome.failed(new Fault.Forbidden("a member speaks only for itself"));
    }

    static void enter(LedgerStub ledger, String member) {
        var all = active(ledger);
        all.add(member);
        write(ledger, all);
    }

    static void leave(LedgerStub ledger, String member) {
        var all = active(ledger);
        all.remove(member);
        write(ledger, all);
    }

    private static void write(LedgerStub ledger, Set<String> members) {
        ObjectNode all = Form.object();
        members.forEach(all.putArray("active")::add);
        ledger.write(ALL, Form.canonical(all).utf8());
    }
}
