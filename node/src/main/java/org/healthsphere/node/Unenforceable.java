package org.healthsphere.node;

import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.config.NodeConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consents in force that this node cannot enforce: they stop its start, unless the hospital has it deny all that they are about. */
final class Unenforceable {
    private static final Logger LOG = LoggerFactory.getLogger(Unenforceable.class);

    private Unenforceable() {}

    /** @param consents their ids */
    static void none(Set<String> consents, NodeConfig.Ledger settings) {
        if (consents.isEmpty()) {
            return;
        }
        var said = "the ledger has consents in force that this node cannot enforce: " + new TreeSet<>(consents);
        if (settings.stops()) {
            throw new IllegalStateException(
                    said
                            + ". Have their patients end or replace them, or set ledger.unenforceable to deny: then nobody sees their records.");
        }
        LOG.warn("{}; nobody sees the records of these patients", said);
    }
}
