package org.healthsphere.node.transparency;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.healthsphere.specs.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where logs contradict each other, or this member cannot tell whether they do. While one about the ledger stands, no word on the ledger's head
 * counts that is newer than the alarm: the consent view grows old and denies.
 */
public final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final InstantSource clock;
    private final Map<Cause, Alarm> standing = new ConcurrentHashMap<>();
    private final LongAdder raised = new LongAdder();

    /** What an alarm is about. */
    public enum Subject {
        /** The log of events, and so the ledger itself: nobody knows which of two pasts is true. */
        LEDGER,
        /** One member's log of its receipts. */
        RECEIPTS
    }

    private record Cause(Subject subject, NodeId member) {}

    /**
     * Something that somebody must look into.
     *
     * @param member whose word is at odds with what this node knows; this node, when its own memory is
     */
    public record Alarm(Subject subject, NodeId member, String words, Instant since) {}

    public Alarms(InstantSource clock) {
        this.clock = clock;
    }

    void raise(Subject subject, NodeId member, String words) {
        var alarm = new Alarm(subject, member, words, clock.instant());
        if (standing.putIfAbsent(new Cause(subject, member), alarm) == null) {
            raised.increment();
            LOG.error("alarm about {} of {}: {}", subject, member, words);
        }
    }

    /** This member's word agrees again. */
    void clear(Subject subject, NodeId member) {
        if (standing.remove(new Cause(subject, member)) != null) {
            LOG.warn("the alarm about {} of {} is over", subject, member);
        }
    }

    /** The word of who takes part no longer is at odds with nobody's. */
    void keepOnly(Set<NodeId> members) {
        standing.keySet().stream()
                .filter(cause -> !members.contains(cause.member()))
                .toList()
                .forEach(cause -> clear(cause.subject(), cause.member()));
    }

    /** Those that stand now, the oldest first. */
    public List<Alarm> standing() {
        return standing.values().stream()
                .sorted(Comparator.comparing(Alarm::since))
                .toList();
    }

    /** How many were raised since the start. */
    public long raised() {
        return raised.sum();
    }

    /** Since when it is not known which past of the ledger is true. */
    public Optional<Instant> ledgerDoubtedSince() {
        return standing.values().stream()
                .filter(alarm -> alarm.subject() == Subject.LEDGER)
                .map(Alarm::since)
                .min(Comparator.naturalOrder());
    }

    /** In words for the operator. */
    public Optional<String> complaint() {
        return standing().stream()
                .findFirst()
                .map(alarm -> alarm.subject() == Subject.LEDGER
                        ? "the past of the ledger is in doubt (%s: %s): consent is denied"
                                .formatted(alarm.member(), alarm.words())
                        : "the log of receipts of %s is in doubt: %s".formatted(alarm.member(), alarm.words()));
    }
}
