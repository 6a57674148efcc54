package org.healthsphere.node;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.healthsphere.keys.identity.KeyVault;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.store.keys.KeyRing;

/** Where the keys of a node's records lie, and what wraps them. */
public final class KeptKeys {
    private KeptKeys() {}

    public static KeyRing open(NodeConfig config, KeyVault vault, SecureRandom random, InstantSource clock) {
        return KeyRing.open(places(config), vault.secretBox("record-keys"), random, clock);
    }

    public static KeyRing.Places places(NodeConfig config) {
        return new KeyRing.Places(
                config.data().resolve("keys").resolve("records.keys"),
                config.upkeep().keysCopy());
    }
}
