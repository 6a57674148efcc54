package org.healthsphere.node.web.ops;

/** What became of a message that was tried again. */
public enum Replayed {
    STORED,
    STILL_QUARANTINED
}
