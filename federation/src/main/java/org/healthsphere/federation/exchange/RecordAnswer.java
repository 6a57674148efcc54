package org.healthsphere.federation.exchange;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What a member answers to a {@link RecordQuery}. */
public sealed interface RecordAnswer {
    /** The id of the query that this answers. */
    String query();

    /** What it released, at least one record. */
    record Answered(String query, List<ReleasedRecord> records, Bytes receipt) implements RecordAnswer {
        public Answered {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("who has nothing to release says so");
            }
        }
    }

    /** No such patient, no consent, or no data: it is not said which. */
    record NothingToRelease(String query, Bytes receipt) implements RecordAnswer {}

    /**
     * It released more than one envelope takes: whoever asked fetches it piece by piece.
     *
     * @param ticket by which the asker alone, for this query alone, is given pieces
     * @param pieces how many there are
     * @param length of all of them, in bytes
     */
    record Elsewhere(String query, Bytes receipt, String ticket, int pieces, long length) implements RecordAnswer {
        public Elsewhere {
            if (pieces < 1 || length < 1) {
                throw new IllegalArgumentException("what is elsewhere has pieces");
            }
        }
    }

    /** It does not know the state of consent, or its own patients by their tokens, well enough to release anything. */
    record Stale(String query) implements RecordAnswer {}

    /** It does not speak the version of the protocol in which it was asked. */
    record VersionMismatch(String query, Set<Integer> supported) implements RecordAnswer {
        public VersionMismatch {
            supported = Collections.unmodifiableSet(new TreeSet<>(supported));
        }
    }

    /**
     * The bytes that are sealed: a line of canonical JSON that says what follows, then the resources as they are.
     *
     * @param protocol the version of the query
     */
    default Bytes toBytes(int protocol) {
        return AnswerWire.write(this, protocol);
    }

    /** The answer of these bytes to a query of this version; {@link org.healthsphere.specs.Fault.Invalid} names every malformed field. */
    static Outcome<RecordAnswer> parse(Bytes bytes, int protocol) {
        return AnswerWire.parse(bytes, protocol);
    }
}
