package org.healthsphere.node.transparency;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.LogCall;
import org.healthsphere.consent.transparency.LogCall.Answer;
import org.healthsphere.consent.transparency.LogWitness;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Signs what other members' logs of receipts are, as long as each goes on from what it was. */
final class Witnesses {
    private final String network;
    private final NodeId self;
    private final Signer signer;
    private final CheckpointBook book;
    private final Alarms alarms;
    private final LongFunction<Optional<Sha256>> hashes;
    private final Map<NodeId, Outcome<LogWitness>> witnesses = new ConcurrentHashMap<>();

    /** As whom it signs. */
    record Name(String network, NodeId self, Signer signer) {}

    Witnesses(Name name, CheckpointBook book, Alarms alarms, LongFunction<Optional<Sha256>> hashes) {
        this.network = name.network();
        this.self = name.self();
        this.signer = name.signer();
        this.book = book;
        this.alarms = alarms;
        this.hashes = hashes;
    }

    /** A member has put this on the ledger about its receipts. */
    void anchored(AnchorLog anchor) {
        if (of(anchor.member()) instanceof Outcome.Success<LogWitness>(var witness)) {
            witness.anchored(anchor.entries(), anchor.head());
        }
    }

    /** Who cannot read what he signed last could be shown another past: he signs nothing of that log, and an alarm stands. */
    private Outcome<LogWitness> of(NodeId member) {
        var witness = witnesses.computeIfAbsent(
                member, m -> book.of(CheckpointBook.receiptsOf(m)).map(Witnesses::resumed));
        if (witness instanceof Outcome.Failure<LogWitness>(Fault.Conflict(var words))) {
            alarms.raise(Subject.RECEIPTS, member, words);
        }
        return witness;
    }

    private static LogWitness resumed(Optional<SignedCheckpoint> last) {
        var witness = new LogWitness();
        last.map(SignedCheckpoint::checkpoint).ifPresent(witness::resume);
        return witness;
    }

    Answer answer(LogCall call, Map<NodeId, VerificationKey> keys) {
        var shown = call.shown();
        var member = keys.keySet().stream()
                .filter(m ->
                        ReceiptLog.origin(network, m).equals(shown.checkpoint().origin()))
                .findFirst();
        if (member.isEmpty() || !shown.signatures().containsKey(member.get()) || !isVerified(shown, keys)) {
            return new Answer.Refuses("not signed by the member whose log it is");
        }
        if (hashes.apply(shown.checkpoint().height())
                .filter(shown.checkpoint().head()::equals)
                .isEmpty()) {
            return new Answer.Refuses("the ledger's block at that height is not known here");
        }
        return answer(member.get(), call);
    }

    private static boolean isVerified(SignedCheckpoint shown, Map<NodeId, VerificationKey> keys) {
        return shown.verified(keys, shown.signatures().size()) instanceof Outcome.Success<Checkpoint>;
    }

    private synchronized Answer answer(NodeId member, LogCall call) {
        return switch (of(member)) {
            case Outcome.Success<LogWitness>(var witness) -> answer(member, witness, call);
            case Outcome.Failure<LogWitness> _ -> new Answer.Refuses("this member cannot read what it signed last");
        };
    }

    private Answer answer(NodeId member, LogWitness witness, LogCall call) {
        return switch (witness.take(call.shown().checkpoint(), call.proofs())) {
            case Outcome.Success<Checkpoint>(var taken) -> {
                alarms.clear(Subject.RECEIPTS, member);
                // Before anybody is told: a witness that forgot could be shown another past.
                book.keep(CheckpointBook.receiptsOf(member), call.shown());
                yield new Answer.Has(call.shown()
                        .with(SignedCheckpoint.by(self, taken, signer))
                        .orElseThrow());
            }
            case Outcome.Failure<Checkpoint>(Fault.Conflict conflict) -> {
                alarms.raise(Subject.RECEIPTS, member, conflict.what());
                yield new Answer.Refuses(conflict.what());
            }
            case Outcome.Failure<Checkpoint> _ -> new Answer.Wants(witness.wanted());
        };
    }
}
