package org.healthsphere.consent.embedded;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
        private final Map<String, Set<String>> unsettled = new HashMap<>();

        WorldState.Batch of(String namespace) {
            return parts.computeIfAbsent(
                    namespace, name -> ChannelState.this.of(name).batch());
        }

        /**
         * Whether it writes a key whose policy was set before it in this block, by a transaction that was endorsed as it must be: peers do
         * not know yet by which policy to judge it, and refuse it, even where the other one came to nothing for its versions.
         */
        boolean isUnsettled(String namespace, Checked part) {
            var keys = unsettled.getOrDefault(namespace, Set.of());
            return Validator.written(part).anyMatch(keys::contains);
        }

        /** An endorsed one is judged: what it says of policies is not the state's yet. */
        void endorsed(String namespace, Checked part) {
            part.kv()
                    .getMetadataWritesList()
                    .forEach(write -> unsettled
                            .computeIfAbsent(namespace, _ -> new HashSet<>())
                            .add(write.getKey()));
        }

        void apply(ChannelTransaction transaction, Version version) {
            transaction.parts().forEach((namespace, part) -> of(namespace).apply(part, version));
        }

        void commit() {
            parts.values().forEach(WorldState.Batch::commit);
        }
    }
}
