package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Basis;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The gate's entries in the node's audit log. */
public final class AuditedReleases implements ReleaseLog {
    /** Before the name of the app by which somebody asked, among the ids of what he asked for. */
    public static final String APP = "app:";

    private final AuditLog log;

    public AuditedReleases(AuditLog log) {
        this.log = log;
    }

    @Override
    public Outcome<List<Entry>> write(List<Entry> entries) {
        return log.append(entries.stream().map(AuditedReleases::event).toList()).map(_ -> entries);
    }

    private static AuditEvent event(Entry entry) {
        var access = entry.access();
        return new AuditEvent(
                code(entry),
                access.requester(),
                access.purpose(),
                access.correlation(),
                entry.patient(),
                Stream.concat(entry.what().stream(), access.app().map(APP::concat).stream())
                        .toList(),
                isDenied(entry) ? Result.DENIED : Result.PERMITTED,
                entry.grounds().consent(),
                entry.action() == Action.NETWORK ? Optional.empty() : Optional.of(basis(entry.grounds())));
    }

    /** For the receipt; another member gets one that is signed by itself. */
    private static Basis basis(Grounds grounds) {
        return new Basis(grounds.height(), grounds.denied().map(Ground::name), grounds.released());
    }

    /** Who reads one thing and does not get it was denied it, whether it is there or not. */
    private static boolean isDenied(Entry entry) {
        var one = entry.action() == Action.READ || entry.action() == Action.HISTORY;
        return entry.grounds().denied().isPresent() || (one && entry.released() == 0);
    }

    private static AuditCode code(Entry entry) {
        if (entry.access().purpose() == PurposeOfUse.ETREAT) {
            return AuditCode.GLASS_BROKEN;
        }
        return switch (entry.action()) {
            case READ, HISTORY -> AuditCode.RECORD_READ;
            case SEARCH -> AuditCode.RECORD_SEARCHED;
            case MATCH -> AuditCode.CONDITION_MATCHED;
            case EXPORT -> AuditCode.RECORD_EXPORTED;
            case NOTIFY -> AuditCode.RECORD_NOTIFIED;
            case NETWORK -> AuditCode.RECORD_ANSWERED;
            case PREVIEW -> AuditCode.DIRECTIVE_PREVIEWED;
        };
    }
}
