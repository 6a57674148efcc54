package org.healthsphere.node.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditChain;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.specs.Outcome;

/** A log as it was at a moment, of which there is only a part; what is noted in it is lost. */
record OnlyTold(List<AuditEntry> newestFirst) implements AuditLog {
    static OnlyTold of(AuditLog whole, Predicate<AuditEntry> told) {
        try (var all = whole.before(Optional.empty())) {
            return new OnlyTold(all.filter(told).toList());
        }
    }

    private List<AuditEntry> some(Predicate<AuditEntry> which, int limit) {
        return newestFirst.stream().filter(which).limit(limit).toList();
    }

    @Override
    public Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
        return Outcome.of(newestFirst.subList(0, Math.min(events.size(), newestFirst.size())));
    }

    @Override
    public Outcome<AuditEntry> append(AuditEvent event) {
        var now = new AuditEntry(0, House.NOW, event, AuditHead.START.hash(), AuditHead.START.hash());
        return Outcome.of(now);
    }

    @Override
    public List<AuditEntry> ofPatient(String patient, int limit) {
        return some(entry -> entry.event().patient().filter(patient::equals).isPresent(), limit);
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return some(entry -> entry.event().correlation().equals(correlation), limit);
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return some(_ -> true, limit);
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        return newestFirst.stream()
                .filter(entry -> time.isEmpty() || entry.time().isBefore(time.get()));
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return some(entry -> entry.sequence() == sequence, 1);
    }

    @Override
    public List<AuditChain> chains() {
        return List.of();
    }

    @Override
    public AuditHead head() {
        return AuditHead.START;
    }
}
