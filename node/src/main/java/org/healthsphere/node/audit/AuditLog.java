package org.healthsphere.node.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.specs.Outcome;

/**
 * Remembers who asked for what, each entry bound to the one before by its hash.
 *
 * <p>May be called from several threads at once.
 */
public interface AuditLog {
    /**
     * Appends an event.
     *
     * <p>On return it is in the log, and durable there if its code asks for that ({@link AuditCode#durableBefore}). A log that cannot be written answers {@link org.healthsphere.specs.Fault.Unavailable}, from then on to everybody: who
     * gets that lets nothing leave.
     */
    default Outcome<AuditEntry> append(AuditEvent event) {
        return append(List.of(event)).map(List::getFirst);
    }

    /** Appends several events, in this order and as one: they are made durable together. */
    Outcome<List<AuditEntry>> append(List<AuditEvent> events);

    /** The newest entries about this patient, newest first. */
    List<AuditEntry> ofPatient(String patient, int limit);

    /** The newest entries of this request, newest first. */
    List<AuditEntry> ofCorrelation(String correlation, int limit);

    /** The newest entries, newest first. */
    List<AuditEntry> newest(int limit);

    /** The entries up to this moment, newest first, read one after the other as they are looked at; all, when none is named. */
    Stream<AuditEntry> before(Optional<Instant> time);

    /** The entries with this number: of several processes each has one. */
    List<AuditEntry> numbered(long sequence);

    /** The chains that it is made of: of several processes each has one. */
    List<AuditChain> chains();

    /** Where the log ends now. */
    AuditHead head();
}
