package org.healthsphere.node.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Events of a day at one hospital. */
final class AuditSamples {
    static final NodeId NORTH = new NodeId("north");
    static final InstantSource CLOCK = () -> Instant.parse("2026-03-01T08:00:00.123Z");

    private static final Requester CLINICIAN = new Requester(new NodeId("south"), "clinician-1", Role.CLINICIAN);

    private AuditSamples() {}

    /** Somebody read something of this patient. */
    static AuditEvent read(String patient, String correlation) {
        return AuditEvent.of(AuditCode.RECORD_READ, CLINICIAN, PurposeOfUse.TREAT, correlation)
                .about(patient)
                .naming(List.of("Observation/17", "Observation/18"))
                .under("consent-7");
    }

    /** Another member's question about this patient was answered. */
    static AuditEvent answered(String patient, String correlation) {
        return AuditEvent.of(AuditCode.RECORD_ANSWERED, CLINICIAN, PurposeOfUse.TREAT, correlation)
                .about(patient)
                .naming(List.of("Observation"))
                .under("consent-7");
    }

    /** Somebody signed in: nothing leaves or changes on its account. */
    static AuditEvent signedIn(String correlation) {
        return AuditEvent.of(AuditCode.SIGNED_IN, CLINICIAN, PurposeOfUse.TREAT, correlation);
    }
}
