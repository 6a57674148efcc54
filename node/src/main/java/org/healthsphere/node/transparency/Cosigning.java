package org.healthsphere.node.transparency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.LogCall;
import org.healthsphere.consent.transparency.LogCall.Answer;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * This node's part in signing the logs together with the other members: it shows them what its logs are, and answers what they
 * show. It speaks with the members themselves, so that nobody who runs a ledger stands between them.
 */
public final class Cosigning implements AutoCloseable {
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final Logs logs;
    private final Known known;
    private final UnaryOperator<Map<NodeId, Bytes>> carrier;
    private final InstantSource clock;
    private final ReceiptRounds receiptRounds;
    private Optional<SignedCheckpoint> kept;
    private volatile boolean running = true;

    /** What is known of the ledger and its members. */
    public record Known(ConsentLedger ledger, ConsentView view, Members members) {
        /** The keys of members in good standing. */
        Map<NodeId, VerificationKey> keys() {
            Map<NodeId, VerificationKey> keys = new HashMap<>();
            for (var card : members.cards()) {
                if (members.trusted(card.member()) instanceof Outcome.Success<MemberCard>(var trusted)) {
                    keys.put(card.member(), trusted.verificationKey());
                }
            }
            return keys;
        }

        Optional<LedgerHead> head() {
            return view.isReady() ? view.head() : Optional.empty();
        }
    }

    /** @param carrier carries each message to its member, and brings the answers of those who answered */
    public Cosigning(Logs logs, Known known, UnaryOperator<Map<NodeId, Bytes>> carrier, InstantSource clock) {
        this.logs = logs;
        this.known = known;
        this.carrier = carrier;
        this.clock = clock;
        this.receiptRounds = new ReceiptRounds(logs, known.ledger(), carrier);
        this.kept = logs.cosigner().cosigned();
    }

    /** Goes on until it is closed; the caller gives the thread. */
    public void run() {
        while (running) {
            round();
            pause();
        }
    }

    /** Shows what is new to all others. */
    public void round() {
        known.head().ifPresent(head -> {
            var keys = known.keys();
            check(head, keys.keySet());
            if (logs.signedLast(CheckpointBook.EVENTS) instanceof Outcome.Success<?>) {
                events(head, keys);
            }
            receiptRounds.round(head, keys, clock.instant());
        });
    }

    private void check(LedgerHead head, Set<NodeId> members) {
        var all = new HashSet<>(members);
        all.add(logs.self());
        logs.alarms().keepOnly(all);
        if (logs.cosigner().stillHolds(head) instanceof Outcome.Failure<Long>(Fault.Conflict(var words))) {
            logs.alarms().raise(Subject.LEDGER, logs.self(), words);
        } else if (logs.signedLast(CheckpointBook.EVENTS) instanceof Outcome.Success<?>) {
            logs.alarms().clear(Subject.LEDGER, logs.self());
        }
    }

    private void events(LedgerHead head, Map<NodeId, VerificationKey> keys) {
        var now = clock.instant();
        var doubted = logs.alarms().ledgerDoubtedSince().isPresent();
        if (doubted
                || isDue(logs.events().checkpoint(head, now), logs.cosigner().cosigned(), now)) {
            var own = logs.cosigner().own(head, now);
            var together = own;
            for (var answer :
                    ask(carrier, keys, logs.self(), new LogCall(own, List.of())).entrySet()) {
                together = taken(answer.getKey(), answer.getValue(), together, head, keys);
            }
        }
        var newest = logs.cosigner().cosigned();
        if (!newest.equals(kept)) {
            newest.ifPresent(checkpoint -> logs.book().keep(CheckpointBook.EVENTS, checkpoint));
            kept = newest;
        }
    }

    private SignedCheckpoint taken(
            NodeId member, Answer answer, SignedCheckpoint sent, LedgerHead head, Map<NodeId, VerificationKey> keys) {
        if (!(answer instanceof Answer.Has(var answered))) {
            return sent;
        }
        return switch (logs.cosigner().take(answered, sent, head, keys)) {
            case Outcome.Success<SignedCheckpoint>(var together) -> {
                if (answered.checkpoint().equals(sent.checkpoint())) {
                    logs.alarms().clear(Subject.LEDGER, member);
                }
                yield together;
            }
            case Outcome.Failure<SignedCheckpoint>(var fault) -> {
                accuse(answered.signatures().keySet(), fault);
                yield sent;
            }
        };
    }

    /** Whether there is something to sign that is not signed, or the signatures grow old. */
    static boolean isDue(Checkpoint own, Optional<SignedCheckpoint> signed, Instant now) {
        return signed.map(SignedCheckpoint::checkpoint)
                .filter(before -> before.size() == own.size()
                        && before.height() == own.height()
                        && before.time().plus(ReceiptRounds.RENEWAL).isAfter(now))
                .isEmpty();
    }

    /** What each of the others answered, where it is an answer. */
    static Map<NodeId, Answer> ask(
            UnaryOperator<Map<NodeId, Bytes>> carrier, Map<NodeId, VerificationKey> keys, NodeId self, LogCall call) {
        Map<NodeId, Bytes> calls = new HashMap<>();
        keys.keySet().stream()
                .filter(member -> !member.equals(self))
                .forEach(member -> calls.put(member, call.encoded()));
        Map<NodeId, Answer> answers = new HashMap<>();
        carrier.apply(calls).forEach((member, bytes) -> {
            if (Answer.decode(bytes) instanceof Outcome.Success<Answer>(var answer)) {
                answers.put(member, answer);
            }
        });
        return answers;
    }

    /** Answers what another member shows. */
    public Outcome<Bytes> answer(Bytes call) {
        return LogCall.decode(call)
                .then(shown -> known.head()
                        .map(head -> Outcome.of(answer(shown, head, known.keys())))
                        .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a view of the ledger"))))
                .map(Answer::encoded);
    }

    private Answer answer(LogCall call, LedgerHead head, Map<NodeId, VerificationKey> keys) {
        var shown = call.shown();
        var own = logs.events().checkpoint(head, clock.instant());
        if (!shown.checkpoint().origin().equals(own.origin())) {
            return logs.witnesses().answer(call, keys);
        }
        if (logs.signedLast(CheckpointBook.EVENTS) instanceof Outcome.Failure<?>) {
            return new Answer.Refuses("this member cannot read what it signed last");
        }
        return switch (logs.cosigner().answer(shown, head, keys, clock.instant())) {
            case Outcome.Success<SignedCheckpoint>(var answered) -> {
                if (answered.checkpoint().equals(shown.checkpoint())) {
                    shown.signatures().keySet().forEach(member -> logs.alarms().clear(Subject.LEDGER, member));
                }
                yield new Answer.Has(answered);
            }
            case Outcome.Failure<SignedCheckpoint>(var fault) -> {
                accuse(shown.signatures().keySet(), fault);
                // So that the other finds it as well.
                yield new Answer.Has(logs.cosigner().own(head, clock.instant()));
            }
        };
    }

    /** Only a member's own signature under another log accuses. */
    private void accuse(Set<NodeId> members, Fault fault) {
        if (fault instanceof Fault.Conflict(var words)) {
            members.stream()
                    .filter(member -> !member.equals(logs.self()))
                    .forEach(member -> logs.alarms().raise(Subject.LEDGER, member, words));
        }
    }

    private synchronized void pause() {
        var end = System.nanoTime() + ROUND.toNanos();
        try {
            for (var left = ROUND.toNanos(); running && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        running = false;
        notifyAll();
    }
}
