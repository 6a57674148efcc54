package org.healthsphere.federation.exchange;

import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Outcome;

/**
 * A question on its way to another member.
 *
 * @param id names the request in audit, receipt and log of every member it comes to
 */
public record RecordQuery(String id, Question question, Instant issued, Deadline deadline) {
    /** The canonical bytes that are sealed. */
    public Bytes toBytes() {
        return QueryWire.write(this);
    }

    /**
     * The query of these bytes.
     *
     * <p>{@link org.healthsphere.specs.Fault.Invalid} names every field that is malformed, missing or unknown;
     * {@link org.healthsphere.specs.Fault.VersionMismatch} when it speaks a version that is not spoken here.
     */
    public static Outcome<RecordQuery> parse(Bytes bytes) {
        return QueryWire.parse(bytes);
    }
}
