package org.healthsphere.node.audit;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.specs.Outcome;

/** The own log of one of several processes, read together with what has come of the others'. */
public final class JointAuditLog implements AuditLog {
    private final AuditLog own;
    private final Supplier<List<AuditCopy>> copies;

    public JointAuditLog(AuditLog own, Supplier<List<AuditCopy>> copies) {
        this.own = own;
        this.copies = copies;
    }

    /** Does without what the other processes wrote before this moment, but for the newest entry of each. */
    public void shortenCopies(Instant before) {
        copies.get().forEach(copy -> copy.shorten(before));
    }

    @Override
    public Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
        return own.append(events);
    }

    @Override
    public List<AuditEntry> ofPatient(String patient, int limit) {
        return newest(own.ofPatient(patient, limit), copy -> copy.ofPatient(patient, limit), limit);
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return newest(own.ofCorrelation(correlation, limit), copy -> copy.ofCorrelation(correlation, limit), limit);
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return newest(own.newest(limit), copy -> copy.newest(limit), limit);
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        var sources = Stream.concat(
                        Stream.of(own.before(time)), copies.get().stream().map(copy -> copy.before(time)))
                .map(Stream::iterator)
                .toList();
        return Merged.newestFirst(sources);
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return Stream.concat(
                        own.numbered(sequence).stream(),
                        copies.get().stream().flatMap(copy -> copy.entry(sequence).stream()))
                .toList();
    }

    @Override
    public List<AuditChain> chains() {
        return Stream.concat(own.chains().stream(), copies.get().stream()).toList();
    }

    /** Where the own log ends. */
    @Override
    public AuditHead head() {
        return own.head();
    }

    private List<AuditEntry> newest(List<AuditEntry> owns, Function<AuditCopy, List<AuditEntry>> others, int limit) {
        return Stream.concat(owns.stream(), copies.get().stream().flatMap(copy -> others.apply(copy).stream()))
                .sorted(Comparator.comparing(AuditEntry::time).reversed())
                .limit(limit)
                .toList();
    }
}
