package org.healthsphere.node.release;

import java.util.Optional;
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

    public ReceiptBook(ResourceStore store) {
        this.store = store;
    }

    void keep(String patient, String correlation, Bytes receipt) {
        store.putMark(new Mark(SPACE, key(patient, correlation), receipt).about(patient));
    }

    /** The receipt for the newest answer to this request about the patient; none where nobody asked for the whole record. */
    public Optional<Bytes> of(String patient, String correlation) {
        return store.mark(SPACE, key(patient, correlation));
    }

    private static String key(String patient, String correlation) {
        return patient + "/" + correlation;
    }
}
