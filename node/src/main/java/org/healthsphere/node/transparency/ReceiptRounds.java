package org.healthsphere.node.transparency;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.LogCall;
import org.healthsphere.consent.transparency.LogCall.Answer;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the others sign this member's log of receipts, and anchors it on the ledger. */
final class ReceiptRounds {
    /** Older than this, signatures are asked for again though nothing has changed. */
    static final Duration RENEWAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptRounds.class);
    private static final Duration ANCHORED_EVERY = Duration.ofMinutes(10);

    private final Logs logs;
    private final ConsentLedger ledger;
    private final UnaryOperator<Map<NodeId, Bytes>> carrier;
    /** The sizes from which each member wanted to be shown last how the log goes on. */
    private final Map<NodeId, List<Long>> wanted = new ConcurrentHashMap<>();

    private Optional<Instant> lastAnchored = Optional.empty();

    ReceiptRounds(Logs logs, ConsentLedger ledger, UnaryOperator<Map<NodeId, Bytes>> carrier) {
        this.logs = logs;
        this.ledger = ledger;
        this.carrier = carrier;
    }

    void round(LedgerHead head, Map<NodeId, VerificationKey> keys, Instant now) {
        if (logs.receipts().settle() instanceof Outcome.Failure<?>(var fault)) {
            LOG.warn("receipts wait for their place in the log: {}", fault);
        }
        var log = logs.receipts().log();
        if (log.size() == 0 && logs.anchored().isEmpty()) {
            return;
        }
        if (logs.signedLast(CheckpointBook.RECEIPTS) instanceof Outcome.Failure<?>) {
            return;
        }
        if (!goesOn(log)) {
            var words = "rollback: receipts that were signed for are gone";
            logs.alarms().raise(Subject.RECEIPTS, logs.self(), words);
            return;
        }
        logs.alarms().clear(Subject.RECEIPTS, logs.self());
        var checkpoint = log.checkpoint(head, now);
        if (isDue(checkpoint, now)) {
            signed(SignedCheckpoint.by(logs.self(), checkpoint, logs.signer()), keys);
        }
        anchor(now);
    }

    private boolean isDue(Checkpoint own, Instant now) {
        return logs.receipts()
                .cosigned()
                .map(SignedCheckpoint::checkpoint)
                .filter(before -> before.size() == own.size()
                        && before.time().plus(RENEWAL).isAfter(now))
                .isEmpty();
    }

    /** A folder that was put back from an older copy has forgotten receipts: its member must not sign another past. */
    private boolean goesOn(ReceiptLog log) {
        return logs.anchored()
                        .filter(anchor -> !log.goesOnFrom(anchor.entries(), anchor.head()))
                        .isEmpty()
                && logs.receipts()
                        .cosigned()
                        .map(SignedCheckpoint::checkpoint)
                        .filter(before -> !log.goesOnFrom(before.size(), before.root()))
                        .isEmpty();
    }

    private void signed(SignedCheckpoint own, Map<NodeId, VerificationKey> keys) {
        var together = own;
        Map<NodeId, Answer> answers = asked(own, keys);
        for (var answer : answers.entrySet()) {
            switch (answer.getValue()) {
                case Answer.Has(var answered) -> together = joined(together, answered, keys);
                case Answer.Wants _ -> {}
                case Answer.Refuses(var words) ->
                    LOG.warn("{} does not sign the log of receipts: {}", answer.getKey(), words);
            }
        }
        if (together.signatures().size() > 1) {
            logs.receipts().cosigned(together);
            logs.book().keep(CheckpointBook.RECEIPTS, together);
        }
    }

    /** Who wants to be shown more is asked once more. */
    private Map<NodeId, Answer> asked(SignedCheckpoint own, Map<NodeId, VerificationKey> keys) {
        var answers = new HashMap<>(asked(own, List.copyOf(keys.keySet())));
        List<NodeId> again = answers.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof Answer.Wants)
                .map(Map.Entry::getKey)
                .toList();
        answers.putAll(asked(own, again));
        return answers;
    }

    private Map<NodeId, Answer> asked(SignedCheckpoint own, List<NodeId> members) {
        Map<NodeId, Bytes> calls = new HashMap<>();
        members.stream()
                .filter(member -> !member.equals(logs.self()))
                .forEach(member -> calls.put(member, call(own, member)));
        Map<NodeId, Answer> answers = new HashMap<>();
        (calls.isEmpty() ? Map.<NodeId, Bytes>of() : carrier.apply(calls)).forEach((member, bytes) -> {
            if (Answer.decode(bytes) instanceof Outcome.Success<Answer>(var answer)) {
                answers.put(member, answer);
                remember(member, answer, own);
            }
        });
        return answers;
    }

    private void remember(NodeId member, Answer answer, SignedCheckpoint own) {
        switch (answer) {
            case Answer.Wants(var sizes) -> wanted.put(member, sizes);
            case Answer.Has _ -> wanted.put(member, List.of(own.checkpoint().size()));
            case Answer.Refuses _ -> wanted.remove(member);
        }
    }

    private Bytes call(SignedCheckpoint own, NodeId member) {
        var size = own.checkpoint().size();
        var proofs = wanted.getOrDefault(member, List.of()).stream()
                .filter(from -> from > 0 && from <= size)
                .map(from -> logs.receipts().log().consistency(from, size))
                .toList();
        return new LogCall(own, proofs).encoded();
    }

    private static SignedCheckpoint joined(
            SignedCheckpoint own, SignedCheckpoint answered, Map<NodeId, VerificationKey> keys) {
        return answered.verified(keys, answered.signatures().size()).then(_ -> own.with(answered))
                        instanceof Outcome.Success<SignedCheckpoint>(var together)
                ? together
                : own;
    }

    /** What others signed, or, where there is nobody else, what is there. */
    private void anchor(Instant now) {
        var next = logs.receipts()
                .cosigned()
                .map(SignedCheckpoint::checkpoint)
                .map(signed -> new AnchorLog(logs.self(), AnchorLog.RECEIPTS, signed.size(), signed.root()))
                .orElseGet(logs.receipts().log()::anchor);
        var grown = next.entries() > logs.anchored().map(AnchorLog::entries).orElse(0L);
        if (grown
                && lastAnchored
                        .filter(last -> last.plus(ANCHORED_EVERY).isAfter(now))
                        .isEmpty()) {
            lastAnchored = Optional.of(now);
            if (ledger.submit(next) instanceof Outcome.Failure<LedgerEvent>(var fault)) {
                LOG.warn("the log of receipts is not anchored: {}", fault);
            }
        }
    }
}
