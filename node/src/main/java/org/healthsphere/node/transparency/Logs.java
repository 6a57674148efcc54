package org.healthsphere.node.transparency;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.transparency.Cosigner;
import org.healthsphere.consent.transparency.EventLog;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.Signer;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The two logs that this member keeps, what was signed of them, and the proofs that come of it. */
public final class Logs {
    private final NodeId self;
    private final Signer signer;
    private final EventLog events;
    private final Cosigner cosigner;
    private final KeptReceiptLog receipts;
    private final Witnesses witnesses;
    private final CheckpointBook book;
    private final Alarms alarms;
    private final InstantSource clock;
    private volatile Optional<AnchorLog> anchored = Optional.empty();

    /** Whose logs they are, of which network. */
    public record Own(String network, NodeId self, Signer signer) {}

    /**
     * What lies on disk.
     *
     * @param issued the receipts that were ever given out, for those that are not in the log yet
     */
    public record Kept(ResourceStore store, Stream<Bytes> issued) {}

    /** @param hashes of the ledger's blocks, as this member reads them */
    public Logs(Own own, Kept kept, LongFunction<Optional<Sha256>> hashes, Alarms alarms, InstantSource clock) {
        this.self = own.self();
        this.signer = own.signer();
        this.alarms = alarms;
        this.clock = clock;
        this.book = new CheckpointBook(kept.store());
        this.events = new EventLog(own.network(), self);
        this.cosigner = new Cosigner(self, signer, events, hashes);
        this.receipts = KeptReceiptLog.open(own.network(), self, kept.store(), kept.issued());
        var name = new Witnesses.Name(own.network(), self, signer);
        this.witnesses = new Witnesses(name, book, alarms, hashes);
        if (signedLast(CheckpointBook.EVENTS) instanceof Outcome.Success<Optional<SignedCheckpoint>>(var last)) {
            last.ifPresent(cosigner::resume);
        }
        if (signedLast(CheckpointBook.RECEIPTS) instanceof Outcome.Success<Optional<SignedCheckpoint>>(var last)) {
            last.ifPresent(receipts::cosigned);
        }
    }

    /**
     * What was signed last of one of this member's logs. Where it cannot be read, nobody can tell whether the log goes on from there: an alarm
     * stands, and nothing more may be signed or kept in its place.
     */
    Outcome<Optional<SignedCheckpoint>> signedLast(String log) {
        var last = book.of(log);
        if (last instanceof Outcome.Failure<?>(Fault.Conflict(var words))) {
            alarms.raise(log.equals(CheckpointBook.EVENTS) ? Subject.LEDGER : Subject.RECEIPTS, self, words);
        }
        return last;
    }

    /** Takes in an event of the ledger. */
    public void apply(LedgerEvent event) {
        events.apply(event);
        if (event.directive() instanceof AnchorLog anchor && anchor.log().equals(AnchorLog.RECEIPTS)) {
            if (anchor.member().equals(self)) {
                anchored = Optional.of(anchor);
            } else {
                witnesses.anchored(anchor);
            }
        }
    }

    /** A receipt was given out. */
    public void issued(Bytes receipt) {
        receipts.issued(receipt);
    }

    /**
     * The proof that the ledger has the newest word of this kind about a consent. {@link Fault.NotFound} when the consent is not one
     * of this hospital's patients, {@link Fault.Unavailable} until members have signed a checkpoint that has it.
     */
    public Outcome<LogProof> ofConsent(String id, Class<? extends Directive> kind) {
        return cosigner.cosigned()
                .flatMap(checkpoint -> events.proof(id, kind, checkpoint))
                .map(Outcome::of)
                .orElseGet(() -> events.has(id, kind) ? notYet() : Outcome.failed(new Fault.NotFound("such consent")));
    }

    /** The same of a word that this hospital itself put on the ledger: what was not read back yet is only not there yet. */
    public Outcome<LogProof> ofOwn(String id, Class<? extends Directive> kind) {
        return switch (ofConsent(id, kind)) {
            case Outcome.Failure<LogProof>(Fault.NotFound _) -> notYet();
            case Outcome<LogProof> proof -> proof;
        };
    }

    /** The proof that a receipt, or the seal of those it is among, is in this hospital's log of receipts; {@link Fault.Unavailable} until members have signed for it. */
    public Outcome<LogProof> ofReceipt(Bytes receipt) {
        return receipts.cosigned()
                .flatMap(checkpoint -> receipts.log().proof(ReceiptBatch.logged(receipt), checkpoint))
                .map(Outcome::of)
                .orElseGet(Logs::notYet);
    }

    private static <T> Outcome<T> notYet() {
        return Outcome.failed(new Fault.Unavailable("a checkpoint that members signed together"));
    }

    /** How one log stands. */
    public record State(long size, Optional<SignedCheckpoint> cosigned, Optional<Duration> age) {}

    public State eventsState() {
        return state(events.size(), cosigner.cosigned());
    }

    public State receiptsState() {
        return state(receipts.log().size(), receipts.cosigned());
    }

    private State state(long size, Optional<SignedCheckpoint> cosigned) {
        return new State(
                size,
                cosigned,
                cosigned.map(signed -> Duration.between(signed.checkpoint().time(), clock.instant())));
    }

    public Alarms alarms() {
        return alarms;
    }

    NodeId self() {
        return self;
    }

    Signer signer() {
        return signer;
    }

    EventLog events() {
        return events;
    }

    Cosigner cosigner() {
        return cosigner;
    }

    KeptReceiptLog receipts() {
        return receipts;
    }

    Witnesses witnesses() {
        return witnesses;
    }

    CheckpointBook book() {
        return book;
    }

    Optional<AnchorLog> anchored() {
        return anchored;
    }
}
