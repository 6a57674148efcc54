package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Outcome;

/** Opens the vault of a node with the passphrase that its settings name: who can do that may do everything here. */
final class Vaults {
    private Vaults() {}

    static Outcome<MemberIdentity> open(NodeConfig config) {
        try {
            return new NodeFolder(config.data()).vault().open(Passphrase.read(config.secrets()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
