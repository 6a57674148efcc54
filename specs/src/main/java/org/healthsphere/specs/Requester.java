package org.healthsphere.specs;

/**
 * Who asks.
 *
 * @param member the hospital he asks from
 * @param subject his name for the audit: a user id there, never a patient's name
 * @param role in what capacity
 */
public record Requester(NodeId member, String subject, Role role) {
    public Requester {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a requester has a subject");
        }
    }
}
