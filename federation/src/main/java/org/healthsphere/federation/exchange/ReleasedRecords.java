package org.healthsphere.federation.exchange;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;

/**
 * The way to the release gate of this node.
 *
 * <p>No such patient, no consent and no data MUST be one answer: an empty list with a receipt of the same form and length, after
 * comparable work. What is asked MUST be in the audit log when this returns, and a broken glass in the patient's notices.
 */
public interface ReleasedRecords {
    Release matching(Request request);

    /**
     * A question that has come to this node.
     *
     * @param patient id here; empty: nobody here is the one meant, and the work is done as if somebody were
     * @param correlation the id of the query, for audit and receipt
     */
    record Request(Optional<String> patient, Question question, String correlation) {}

    /** What the gate says. */
    sealed interface Release {}

    /**
     * What may leave, nothing perhaps.
     *
     * @param receipt the signed decision receipt
     */
    record Permitted(List<ReleasedRecord> records, Bytes receipt) implements Release {
        public Permitted {
            records = List.copyOf(records);
        }
    }

    /**
     * What may leave when it is more than memory should hold: it is read again, one record after the other.
     *
     * @param records all of them, as they were released; a record that is no longer there is an IllegalStateException. Close it
     * @param receipt the signed decision receipt
     * @param stands whether all of it may leave still: consent and patient are as they were, and nothing of it was hidden since
     */
    record PermittedAtLength(Supplier<Stream<ReleasedRecord>> records, Bytes receipt, BooleanSupplier stands)
            implements Release {
        /** In memory after all: for who shows it to somebody at once. */
        public List<ReleasedRecord> inMemory() {
            try (var all = records.get()) {
                return all.toList();
            }
        }
    }

    /** The view of consent here is older than it may be, or than the height that the question names: nothing leaves. */
    record StaleView() implements Release {}
}
