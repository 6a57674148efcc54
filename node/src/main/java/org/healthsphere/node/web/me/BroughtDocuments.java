package org.healthsphere.node.web.me;

import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What the page needs on which a patient brings a document of another hospital, for his own record and nobody else's. */
public interface BroughtDocuments {
    /** Whether this hospital takes any. */
    boolean isOpen();

    /**
     * What a document would add; nothing is kept.
     *
     * <p>{@link org.healthsphere.specs.Fault.Invalid} or {@link org.healthsphere.specs.Fault.Unprocessable} when it cannot be read,
     * {@link org.healthsphere.specs.Fault.TooCostly} when it is too large, {@link org.healthsphere.specs.Fault.Conflict} when it is of
     * somebody else.
     */
    Outcome<Offer> offer(Asking by, Bytes document);

    /** Takes it, durably. The same faults as {@link #offer}. */
    Outcome<Taken> take(Asking by, Bytes document);

    /** What became of a document. */
    enum Taken {
        ADDED,
        KNOWN,
        WAITING
    }
}
