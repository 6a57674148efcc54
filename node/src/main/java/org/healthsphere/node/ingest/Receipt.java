package org.healthsphere.node.ingest;

import org.healthsphere.specs.Fault;

/** What became of a message, once it is certain. */
public sealed interface Receipt {
    /** Durable, with everything that follows from it. */
    record Stored(MessageId id, int resources) implements Receipt {}

    /** It was stored before; nothing was applied again. */
    record Repeated(MessageId id) implements Receipt {}

    /**
     * Durable; some of its records are set aside, durably, as a message of their own.
     *
     * @param entry under which the quarantine holds them
     * @param waiting how many
     * @param reason without health data
     */
    record Partly(MessageId id, int resources, String entry, int waiting, Fault reason) implements Receipt {}

    /**
     * Set aside, durably, until somebody looks at it.
     *
     * @param entry under which the quarantine holds it
     * @param reason without health data
     */
    record Quarantined(String entry, Fault reason) implements Receipt {}

    /** A part of the node is not there now: nothing was kept, the sender must try again. */
    record Deferred(Fault reason) implements Receipt {}
}
