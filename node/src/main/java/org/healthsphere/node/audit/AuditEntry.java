package org.healthsphere.node.audit;

import java.time.Instant;
import org.healthsphere.specs.Sha256;

/**
 * An event in its place in the chain.
 *
 * @param sequence from 1, without a gap
 * @param previous the hash of the entry before
 * @param hash SHA-256 of the entry in canonical JSON without this member
 */
public record AuditEntry(long sequence, Instant time, AuditEvent event, Sha256 previous, Sha256 hash) {
    /** The head of a log that ends in this entry. */
    AuditHead head() {
        return new AuditHead(sequence, hash);
    }
}
