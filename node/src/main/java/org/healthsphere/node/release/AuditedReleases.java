package org.healthsphere.node.release;

import java.util.List;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The gate's entries in the node's audit log. */
public final class AuditedReleases implements ReleaseLog {
    private final AuditLog log;

    public AuditedReleases(AuditLog log) {
        this.log = log;
    }

    @Override
    public Outcome<Entry> write(Entry entry) {
        var access = entry.access();
        var event = new AuditEvent(
                code(entry),
                access.requester(),
                access.purpose(),
                access.correlation(),
                entry.patient(),
                List.of(entry.what()),
                entry.released() > 0 ? Result.PERMITTED : Result.DENIED,
                entry.consent());
        return log.append(event).map(_ -> entry);
    }

    private static AuditCode code(Entry entry) {
        if (entry.access().purpose() == PurposeOfUse.ETREAT) {
            return AuditCode.GLASS_BROKEN;
        }
        return switch (entry.action()) {
            case READ, HISTORY -> AuditCode.RECORD_READ;
            case SEARCH -> AuditCode.RECORD_SEARCHED;
            case NETWORK -> AuditCode.RECORD_ANSWERED;
        };
    }
}
