package org.healthsphere.node.handover;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditChain;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A log whose disk may be full. */
final class FullLog implements AuditLog {
    private final AuditLog inner;
    private boolean isFull;

    FullLog(AuditLog inner) {
        this.inner = inner;
    }

    void full(boolean full) {
        isFull = full;
    }

    @Override
    public Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
        return isFull ? Outcome.failed(new Fault.Unavailable("the audit log")) : inner.append(events);
    }

    @Override
    public List<AuditEntry> ofPatient(String patient, int limit) {
        return inner.ofPatient(patient, limit);
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return inner.ofCorrelation(correlation, limit);
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return inner.newest(limit);
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        return inner.before(time);
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return inner.numbered(sequence);
    }

    @Override
    public List<AuditChain> chains() {
        return inner.chains();
    }

    @Override
    public AuditHead head() {
        return inner.head();
    }
}
