package org.healthsphere.consent.embedded;

import java.util.HashMap;
import java.util.Map;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** What the valid transactions of a Fabric channel came to, each contract's keys by themselves. */
final class ChannelState {
    private final Map<String, WorldState> namespaces = new HashMap<>();

    WorldState of(String namespace) {
        return namespaces.computeIfAbsent(namespace, _ -> new WorldState());
    }

    Batch batch() {
        return new Batch();
    }

    /** The changes of one block. */
    final class Batch {
        private final Map<String, WorldState.Batch> parts = new HashMap<>();

        WorldState.Batch of(String namespace) {
            return parts.computeIfAbsent(
                    namespace, name -> ChannelState.this.of(name).batch());
        }

        void apply(ChannelTransaction transaction, Version version) {
            transaction.parts().forEach((namespace, part) -> of(namespace).apply(part, version));
        }

        void commit() {
            parts.values().forEach(WorldState.Batch::commit);
        }
    }
}
