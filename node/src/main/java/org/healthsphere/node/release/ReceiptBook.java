package org.healthsphere.node.release;

import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** The receipts that this node has signed, for the patients whom they concern: by the request that each answers. */
public final class ReceiptBook {
    private static final String SPACE = "receipt";

    private final ResourceStore store;

    public ReceiptBook(ResourceStore store) {
        this.store = store;
    }

    void keep(String correlation, Bytes receipt) {
        store.putMark(new Mark(SPACE, correlation, receipt));
    }

    /** The receipt for the answer to this request; none where nobody asked for a whole record. */
    public Optional<Bytes> of(String correlation) {
        return store.mark(SPACE, correlation);
    }
}
