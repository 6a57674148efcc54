package org.healthsphere.node.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A log that ends with the process. */
public final class InMemoryAuditLog implements AuditLog, AuditChain {
    private final InstantSource clock;
    private final List<AuditEntry> entries = new ArrayList<>();

    public InMemoryAuditLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
        var first = entries.size();
        events.forEach(event ->
                entries.add(AuditLines.chain(head(), event, clock.instant()).entry()));
        return Outcome.of(List.copyOf(entries.subList(first, entries.size())));
    }

    @Override
    public List<AuditEntry> ofPatient(String patient, int limit) {
        return newest(entry -> entry.event().patient().filter(patient::equals).isPresent(), limit);
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return newest(entry -> entry.event().correlation().equals(correlation), limit);
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return newest(_ -> true, limit);
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        return newest(entry -> time.isEmpty() || entry.time().isBefore(time.get()), Integer.MAX_VALUE).stream();
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return newest(entry -> entry.sequence() == sequence, 1);
    }

    @Override
    public List<AuditChain> chains() {
        return List.of(this);
    }

    @Override
    public Optional<Sha256> origin() {
        return entry(1).map(AuditEntry::hash);
    }

    @Override
    public long first() {
        return 1;
    }

    @Override
    public long last() {
        return head().sequence();
    }

    @Override
    public synchronized Optional<AuditEntry> entry(long sequence) {
        return sequence > 0 && sequence <= entries.size()
                ? Optional.of(entries.get((int) sequence - 1))
                : Optional.empty();
    }

    @Override
    public synchronized AuditHead head() {
        return entries.isEmpty() ? AuditHead.START : entries.getLast().head();
    }

    private synchronized List<AuditEntry> newest(Predicate<AuditEntry> which, int limit) {
        return entries.reversed().stream().filter(which).limit(limit).toList();
    }
}
