package org.healthsphere.node.terms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology.Expansion;
import org.healthsphere.terminology.library.TerminologyLock;

/**
 * Epochs of the network's terminology. In each of them every member says on the ledger by which lock it answers; the network's lock is the
 * one that more than half of the members have said. What was answered in an epoch is answered again by its lock.
 *
 * <p>A member says its lock by anchoring the log {@code terminology}: its length is the epoch, its head the lock's digest. A log only
 * grows, so what was said of an epoch is said for good.
 */
public final class TerminologyEpochs {
    /** The name of the log. */
    public static final String LOG = "terminology";

    private final NodeId self;
    private final ConsentLedger ledger;
    private final TerminologyLetters letters;
    private final Supplier<Set<NodeId>> members;
    private final Map<Long, Map<NodeId, Said>> said = new TreeMap<>();
    private long next;

    /**
     * The epochs as one member sees them.
     *
     * @param members all that take part now, this one included
     */
    public TerminologyEpochs(
            NodeId self, ConsentLedger ledger, TerminologyLetters letters, Supplier<Set<NodeId>> members) {
        this.self = self;
        this.ledger = ledger;
        this.letters = letters;
        this.members = members;
    }

    /** What one member said of an epoch, and in which block. */
    public record Said(Sha256 lock, long height) {}

    /**
     * One epoch.
     *
     * @param agreed the lock that more than half of the members answer by; empty as long as there is none
     */
    public record Epoch(long number, Map<NodeId, Said> said, Optional<Sha256> agreed) {
        public Epoch {
            said = Map.copyOf(said);
        }
    }

    /** All epochs that somebody has spoken of, the first one first. */
    public synchronized Outcome<List<Epoch>> all() {
        return ledger.eventsFrom(next).map(events -> {
            events.forEach(this::hear);
            List<Epoch> epochs = new ArrayList<>();
            said.forEach((number, words) -> epochs.add(new Epoch(number, words, agreed(words))));
            return epochs;
        });
    }

    private void hear(LedgerEvent event) {
        next = event.height() + 1;
        if (event.directive() instanceof AnchorLog(var member, var log, var epoch, var lock) && log.equals(LOG)) {
            said.computeIfAbsent(epoch, _ -> new HashMap<>()).put(member, new Said(lock, event.height()));
        }
    }

    private Optional<Sha256> agreed(Map<NodeId, Said> words) {
        var taking = members.get();
        Map<Sha256, Integer> votes = new HashMap<>();
        words.forEach((member, word) -> votes.merge(word.lock(), taking.contains(member) ? 1 : 0, Integer::sum));
        return votes.entrySet().stream()
                .filter(vote -> 2 * vote.getValue() > taking.size())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The lock of what is answered from here now. */
    public TerminologyLock own() {
        return letters.shared().lock();
    }

    /** A lock by its digest, from here or from whichever member has kept it. */
    public Outcome<TerminologyLock> lock(Sha256 digest) {
        return letters.lock(digest);
    }

    /**
     * Says on the ledger that this member answers by the lock in this epoch.
     *
     * @return {@link org.healthsphere.specs.Fault.VersionMismatch}, which names the files, when some of the lock are not here or others;
     *     {@link org.healthsphere.specs.Fault.Conflict} when this member has spoken of the epoch, or of a later one
     */
    public Outcome<Sha256> say(long epoch, TerminologyLock lock) {
        var digest = lock.digest();
        return letters.shared().by(lock).then(_ -> {
            letters.shared().keep(lock);
            return ledger.submit(new AnchorLog(self, LOG, epoch, digest)).map(_ -> digest);
        });
    }

    /** A value set as it was under a lock, with its digest: who asked then got the same. */
    public Outcome<Expansion> expand(Sha256 lock, String valueSet) {
        return lock(lock).then(letters.shared()::by).then(terminology -> terminology.expand(valueSet));
    }
}
