package org.healthsphere.node.release;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/**
 * The receipts of this node, for the patients whom they concern, by patient and the request that each answers: those that went to other
 * members were signed one by one, all others are sealed together.
 *
 * <p>The name of a request may come from outside, so it alone must not lead to what concerns somebody else.
 */
public final class ReceiptBook {
    private static final String SPACE = "receipt";

    private final ResourceStore store;
    private final Consumer<Bytes> log;
    private final SealedReceipts sealed;

    /** @param log is told of every receipt once it is kept */
    public ReceiptBook(ResourceStore store, Consumer<Bytes> log, SealedReceipts sealed) {
        this.store = store;
        this.log = log;
        this.sealed = sealed;
    }

    void keep(String patient, String correlation, Bytes receipt) {
        store.putMark(new Mark(SPACE, key(patient, correlation), receipt).about(patient));
        log.accept(receipt);
    }

    /** Everything that was ever given to the log, signed receipts and seals; close it. */
    public static Stream<Bytes> all(ResourceStore store) {
        return Stream.concat(store.marks(SPACE).map(Mark::value), SealedReceipts.all(store));
    }

    /** Seals what has waited for it long enough. */
    public void seal() {
        sealed.seal();
    }

    /** Whether there is a receipt for this request about the patient. */
    public boolean has(String patient, String correlation) {
        return store.mark(SPACE, key(patient, correlation)).isPresent() || sealed.has(patient, correlation);
    }

    /** The receipt for the newest answer to this request about the patient; for most it is there a minute later. */
    public Optional<Bytes> of(String patient, String correlation) {
        return store.mark(SPACE, key(patient, correlation)).or(() -> sealed.of(patient, correlation));
    }

    private static String key(String patient, String correlation) {
        return patient + "/" + correlation;
    }
}
