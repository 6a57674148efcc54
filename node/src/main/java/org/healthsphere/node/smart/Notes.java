package org.healthsphere.node.smart;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** What apps do and what is done to them, in the audit log: by names of apps and connections, never by a secret. */
final class Notes {
    private final NodeId self;
    private final AuditLog audit;

    Notes(NodeId self, AuditLog audit) {
        this.self = self;
        this.audit = audit;
    }

    /** Something of a connection; it is in the log before anything comes of it. */
    Outcome<?> of(AuditCode code, Connection connection, String correlation) {
        var event = AuditEvent.of(
                        code,
                        by(connection.person()),
                        purpose(connection.person().role()),
                        correlation)
                .naming(List.of("app:" + connection.app(), "connection:" + connection.id()));
        return audit.append(connection.context().patient().map(event::about).orElse(event));
    }

    /** Something of an app that comes by itself. */
    Outcome<?> of(AuditCode code, App app, String correlation) {
        return audit.append(event(code, app.id(), correlation));
    }

    /** That something was refused to an app, as it calls itself. What is refused needs no entry to be refused. */
    void refused(AuditCode code, Optional<String> claimed, String correlation) {
        var app = claimed.filter(name -> name.matches("[A-Za-z0-9._-]{1,128}")).orElse("unknown");
        var _ = audit.append(event(code, app, correlation).with(Result.DENIED));
    }

    private AuditEvent event(AuditCode code, String app, String correlation) {
        return AuditEvent.of(code, program(app), PurposeOfUse.HOPERAT, correlation)
                .naming(List.of("app:" + app));
    }

    Requester by(Person person) {
        return new Requester(self, person.subject(), person.role());
    }

    Requester program(String app) {
        return new Requester(self, app, Role.SYSTEM);
    }

    private static PurposeOfUse purpose(Role role) {
        return role == Role.PATIENT ? PurposeOfUse.PATRQT : PurposeOfUse.TREAT;
    }
}
