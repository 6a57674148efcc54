package org.healthsphere.node.audit;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Sha256;

/** The entries of one log by their numbers, each bound to the one before. */
public interface AuditChain {
    /** The hash of the very first entry, which no other log has; nothing before there is one. */
    Optional<Sha256> origin();

    /** The number of the oldest entry that is kept, or would be. */
    long first();

    /** The number of the newest entry; 0 before there is one. */
    long last();

    /** The entry with this number; nothing where there is none, or none any more. */
    Optional<AuditEntry> entry(long sequence);

    /** The newest entries of this request, newest first. */
    List<AuditEntry> ofCorrelation(String correlation, int limit);
}
