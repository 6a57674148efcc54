package org.healthsphere.node;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.peers.Refusal;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the audit log who was refused at the door for other members.
 *
 * <p>By the certificate that was shown: what it says of its holder is believed only once it is good. Who shows none is nobody.
 */
record AuditedRefusals(NodeId self, AuditLog audit, SecureRandom random) implements Consumer<Refusal> {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedRefusals.class);

    @Override
    public void accept(Refusal refusal) {
        var asker = new Requester(refusal.member().orElse(self), "peer", Role.SYSTEM);
        var event = AuditEvent.of(
                        AuditCode.MEMBER_REFUSED, asker, PurposeOfUse.HOPERAT, EnvelopeHeader.newMessageId(random))
                .naming(List.of(
                        "certificate:" + refusal.certificate(),
                        "ground:" + OperationOutcomes.issueType(refusal.ground())))
                .with(Result.DENIED);
        if (audit.append(event) instanceof Outcome.Failure<?>) {
            // Nothing left the node on this account: that it is refused stands without the entry.
            LOG.error("a refused member is not in the audit log: {}", refusal.ground());
        } else {
            LOG.info("refused at the members' door: {}", refusal.ground());
        }
    }
}
