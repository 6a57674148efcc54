package org.healthsphere.federation.exchange;

import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Outcome;

/**
 * A question on its way to another member.
 *
 * @param id names the request in audit, receipt and log of every member it comes to
 * @param inPieces whether the answer may be one that is fetched in pieces
 */
public record RecordQuery(String id, Question question, Instant issued, Deadline deadline, boolean inPieces) {
    /** One that is answered in one envelope. */
    public RecordQuery(String id, Question question, Instant issued, Deadline deadline) {
        this(id, question, issued, deadline, false);
    }

    /** The oldest version of the protocol that can say it; the answer is written in the same. */
    public int protocol() {
        if (inPieces) {
            return Protocol.PIECES;
        }
        return question.filter().only().isEmpty() ? Protocol.FIRST : Protocol.ONLY_CERTAIN_RESOURCES;
    }

    /** The same, asked anew, of whose answer is long. */
    RecordQuery inPieces(Instant now, Deadline until) {
        return new RecordQuery(id, question, now, until, true);
    }

    /** The same as the first version can say it: it asks for more, of which the asker takes what he wanted. */
    RecordQuery inFirst() {
        return new RecordQuery(id, question.with(question.filter().ofTypes()), issued, deadline);
    }

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
        return QueryWire.parse(bytes, Protocol.WITH_PIECES);
    }
}
