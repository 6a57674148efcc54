package org.healthsphere.node.store.ignite;

import static org.healthsphere.node.store.ResourceStoreContract.NOW;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** The keys of a store in a test, which any process finds again. */
public final class Keys {
    static final SecretBox BOX = new SecretBox(Bytes.of(new byte[32]));

    private Keys() {}

    public static KeyRing in(Path folder) {
        return open(new KeyRing.Places(folder.resolve("records.keys"), Optional.empty()));
    }

    static KeyRing open(KeyRing.Places places) {
        return KeyRing.open(places, BOX, new SecureRandom(), () -> NOW);
    }
}
