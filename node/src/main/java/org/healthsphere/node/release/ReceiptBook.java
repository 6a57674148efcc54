package org.healthsphere.node.release;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/**
 * The receipts that this node has signed, for the patients whom they concern: by patient and the request that each answers.
 *
 * <p>The name of a request may come from outside, so it alone must not lead to what concerns somebody else.
 */
public final class ReceiptBook {
    private static final String SPACE = "receipt";

    private final ResourceStore store;
    private final Consumer<Bytes> log;

    /** @param log is told of every receipt once it is kept */
    public ReceiptBook(ResourceStore store, Consumer<Bytes> log) {
        this.store = store;
        this.log = log;
    }

    void keep(String patient, String correlation, Bytes receipt) {
        store.putMark(new Mark(SPACE, key(patient, correlation), receipt).about(patient));
        log.accept(receipt);
    }

    /** All that are kept; close it. */
    public static Stream<Bytes> all(ResourceStore store) {
        return store.marks(SPACE).map(Mark::value);
    }

    /** The receipt for the newest answer to this request about the patient; none where nobody asked for the whole record. */
    public Optional<Bytes> of(String patient, String correlation) {
        return store.mark(SPACE, key(patient, correlation));
    }

    private static String key(String patient, String correlation) {
        return patient + "/" + correlation;
    }
}
