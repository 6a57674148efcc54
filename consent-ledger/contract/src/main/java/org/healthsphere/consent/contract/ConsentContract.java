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
 * <table>
 * <caption>Operations</caption>
 * <tr><th>operation</th><th>who may</th><th>reads</th><th>writes</th><th>refuses</th></tr>
 * <tr><td>registerKey</td><td>the custodian</td><td>M K</td><td>K</td><td>400 403 409</td></tr>
 * <tr><td>grant</td><td>the custodian, with the patient's signature</td><td>M members K C R</td>
 *     <td>C R byHandle; private terms at the custodian</td><td>400 403 404 409 410 422</td></tr>
 * <tr><td>revoke</td><td>whoever may write at all</td><td>nothing</td><td>R</td><td>400</td></tr>
 * <tr><td>breakGlass</td><td>the custodian</td><td>M E</td><td>E</td><td>400 403 409</td></tr>
 * <tr><td>admitMember, suspendMember</td><td>the founder</td><td>network M members</td><td>the same</td>
 *     <td>400 403 404 409</td></tr>
 * <tr><td>publishRevocations</td><td>the founder</td><td>network revocations</td><td>the same</td><td>400 403 409</td></tr>
 * <tr><td>debit</td><td>the member that spends</td><td>M B S</td><td>B S</td><td>400 403 409 422</td></tr>
 * <tr><td>release</td><td>a member</td><td>M X</td><td>X</td><td>400 403 409</td></tr>
 * <tr><td>anchorLog</td><td>the member whose log it is</td><td>M A</td><td>A</td><td>400 403 409</td></tr>
 * </table>
 *
 * <p>Reads: {@code check(id)}, {@code byHandle(handle)}, {@code history(id)}, {@code terms(id)} (the custodian's own node
 * only), {@code find(operation, directive)}, {@code revocable(revoke)}.
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

    public Outcome<Bytes> invoke(LedgerStub ledger, String function, List<String> arguments) {
        var operation = Operation.named(function);
        return operation.isPresent()
                ? argument(arguments, 0)
                        .then(json -> Form.parse(json, operation.get().fields()))
                        .then(form -> Directives.perform(ledger, operation.get(), form))
                : read(ledger, function, arguments);
    }

    private static Outcome<Bytes> read(LedgerStub ledger, String function, List<String> arguments) {
        return argument(arguments, 0).then(first -> switch (function) {
            case "check" -> Reads.check(ledger, first);
            case "byHandle" -> Reads.byHandle(ledger, first);
            case "history" -> Reads.history(ledger, first);
            case "terms" -> Reads.terms(ledger, first);
            case "find" -> argument(arguments, 1).then(json -> Reads.find(ledger, first, json));
            case "revocable" ->
                Form.parse(first, Operation.REVOKE.fields()).then(form -> Reads.revocable(ledger, form));
            default -> Outcome.failed(new Fault.Invalid("no such function"));
        });
    }

    private static Outcome<String> argument(List<String> arguments, int index) {
        return index < arguments.size()
                ? Outcome.of(arguments.get(index))
                : Outcome.failed(new Fault.Invalid("an argument is missing"));
    }
}
