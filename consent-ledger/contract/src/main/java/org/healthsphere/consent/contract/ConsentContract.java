package org.healthsphere.consent.contract;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The contract: a plain dispatcher, which runs unchanged behind a Fabric peer and in the embedded ledger.
 *
 * <p>Every operation takes one argument, its directive in JSON, and answers with the directive in canonical form, which is also
 * the payload of its one event, named after the operation. A record {@code {operation, directive, by, tx}} stays on the ledger.
 * A directive whose record is there already is refused with 409; {@code find} shows the record, so that whoever repeats a
 * submission can tell its own from another's.
 *
 * <p>Who may, what is read and written and what is refused stands, operation by operation, in {@code docs/ledger.md}.
 *
 * <p>Reads: {@code check(id)}, {@code byHandle(handle)}, {@code history(id)}, {@code terms(id)} (the custodian's own node
 * only), {@code find(operation, directive)}, {@code revocable(revoke)}. Who takes no part is refused them with 403.
 *
 * <p>{@code revoke} reads nothing, so no other transaction can get in its way, and a grant has made any one member's endorsement
 * enough for it. It therefore cannot check the patient's signature: {@code revocable} does so beforehand, and {@code check}
 * marks a tombstone whose signature is not the patient's as contested. It holds none the less: a rogue member can at worst deny,
 * visibly and by name.
 */
public final class ConsentContract {
    /** The field beside the arguments that carries the sealed terms of a grant. */
    public static final String TERMS = "terms";

    /** Whether a ledger need listen to this member: it takes part, founded the network, or there is no founder yet. */
    public static boolean takesPart(String member, Function<String, Optional<String>> read) {
        return Members.takesPart(member, read);
    }

    /** Under which a member's admission or suspension stands. */
    public static String memberKey(String member) {
        return Members.key(member);
    }

    public Outcome<Bytes> invoke(LedgerStub ledger, String function, List<String> arguments) {
        var operation = Operation.named(function);
        return operation.isPresent()
                ? argument(arguments, 0)
                        .then(json -> Form.parse(json, operation.get()))
                        .then(form -> mayAsk(ledger, operation.get())
                                ? Directives.perform(ledger, operation.get(), form)
                                : stranger())
                : read(ledger, function, arguments);
    }

    private static Outcome<Bytes> read(LedgerStub ledger, String function, List<String> arguments) {
        return argument(arguments, 0).then(first -> answer(ledger, function, arguments, first));
    }

    /**
     * Nothing is done for who takes no part: a Fabric network lets everybody in whose organization is on the channel. Only a
     * revocation looks at nothing at all.
     */
    private static boolean mayAsk(LedgerStub ledger, Operation operation) {
        return operation == Operation.REVOKE || Members.takesPart(ledger.creator(), ledger::read);
    }

    private static Outcome<Bytes> stranger() {
        return Outcome.failed(new Fault.Forbidden("not a member of the network"));
    }

    private static Outcome<Bytes> answer(LedgerStub ledger, String function, List<String> arguments, String first) {
        if (!Members.takesPart(ledger.creator(), ledger::read)) {
            return stranger();
        }
        return switch (function) {
            case "check" -> Reads.check(ledger, first);
            case "byHandle" -> Reads.byHandle(ledger, first);
            case "history" -> Reads.history(ledger, first);
            case "terms" -> Reads.terms(ledger, first);
            case "find" -> argument(arguments, 1).then(json -> Reads.find(ledger, first, json));
            case "revocable" -> Form.parse(first, Operation.REVOKE).then(form -> Reads.revocable(ledger, form));
            default -> Outcome.failed(new Fault.Invalid("no such function"));
        };
    }

    private static Outcome<String> argument(List<String> arguments, int index) {
        return index < arguments.size()
                ? Outcome.of(arguments.get(index))
                : Outcome.failed(new Fault.Invalid("an argument is missing"));
    }
}
