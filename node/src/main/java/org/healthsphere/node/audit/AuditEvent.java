package org.healthsphere.node.audit;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Sha256;

/**
 * What is to be remembered of one request. It names things by their ids and says nothing about anybody's health.
 *
 * @param correlation names the request in audit, receipt and log
 * @param patient the patient's id here, or what stands for it
 * @param what the ids of the resources concerned, such as {@code Observation/17}
 * @param consent the id of the consent under which it was decided
 * @param basis of a decision of the gate, for its receipt
 */
public record AuditEvent(
        AuditCode code,
        Requester requester,
        PurposeOfUse purpose,
        String correlation,
        Optional<String> patient,
        List<String> what,
        Result result,
        Optional<String> consent,
        Optional<Basis> basis) {
    /** No blank and no letter outside ASCII: a name or a sentence does not get through. */
    private static final String SIGNS = "._:/|$?-";

    private static final int LONGEST_ID = 256;

    /**
     * On what the gate decided, and what it came to.
     *
     * @param height of the ledger's blocks that were known at least
     * @param ground why nothing left, if that was decided
     * @param released SHA-256 of the names and versions of what left
     */
    public record Basis(long height, Optional<String> ground, Sha256 released) {
        public Basis {
            ground.ifPresent(AuditEvent::requireId);
        }
    }

    public AuditEvent {
        what = List.copyOf(what);
        requireId(correlation);
        patient.ifPresent(AuditEvent::requireId);
        consent.ifPresent(AuditEvent::requireId);
        what.forEach(AuditEvent::requireId);
    }

    /** What became of it. */
    public enum Result {
        PERMITTED,
        DENIED,
        FAILED
    }

    /** A permitted request that concerns nothing yet. */
    public static AuditEvent of(AuditCode code, Requester requester, PurposeOfUse purpose, String correlation) {
        return new AuditEvent(
                code,
                requester,
                purpose,
                correlation,
                Optional.empty(),
                List.of(),
                Result.PERMITTED,
                Optional.empty(),
                Optional.empty());
    }

    public AuditEvent about(String ofPatient) {
        return new AuditEvent(
                code, requester, purpose, correlation, Optional.of(ofPatient), what, result, consent, basis);
    }

    public AuditEvent naming(List<String> ids) {
        return new AuditEvent(code, requester, purpose, correlation, patient, ids, result, consent, basis);
    }

    public AuditEvent under(String consentId) {
        return new AuditEvent(
                code, requester, purpose, correlation, patient, what, result, Optional.of(consentId), basis);
    }

    public AuditEvent with(Result other) {
        return new AuditEvent(code, requester, purpose, correlation, patient, what, other, consent, basis);
    }

    public AuditEvent on(Basis decided) {
        return new AuditEvent(
                code, requester, purpose, correlation, patient, what, result, consent, Optional.of(decided));
    }

    private static void requireId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(AuditEvent::isOfId)) {
            throw new IllegalArgumentException("the audit log takes ids only");
        }
    }

    private static boolean isOfId(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SIGNS.indexOf(c) >= 0;
    }
}
