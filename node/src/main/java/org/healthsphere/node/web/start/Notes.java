package org.healthsphere.node.web.start;

import java.util.function.Supplier;
import org.healthsphere.node.access.User;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Who came in and who did not, in the audit log. What somebody typed is not in it: a password is often typed where the name belongs. */
public record Notes(NodeId self, AuditLog audit) {
    /** Lets somebody in once that is noted; while nothing can be noted nobody comes in. */
    public Reply in(User user, Visit visit, Supplier<Reply> enter) {
        var requester = new Requester(self, user.patient().orElse(user.id()), user.role());
        var event = event(AuditCode.SIGNED_IN, requester, visit);
        return switch (audit.append(user.patient().map(event::about).orElse(event))) {
            case Outcome.Success<?> _ -> enter.get();
            case Outcome.Failure<?>(var fault) -> new Reply.Refusal(fault);
        };
    }

    /** Somebody was not let in. */
    public void refused(Visit visit) {
        var nobody = new Requester(self, "unknown", Role.SYSTEM);
        var _ = audit.append(
                event(AuditCode.SIGN_IN_REFUSED, nobody, visit).with(Result.DENIED));
    }

    private static AuditEvent event(AuditCode code, Requester requester, Visit visit) {
        var purpose = requester.role() == Role.PATIENT ? PurposeOfUse.PATRQT : PurposeOfUse.HOPERAT;
        return AuditEvent.of(code, requester, purpose, visit.context().correlation());
    }
}
