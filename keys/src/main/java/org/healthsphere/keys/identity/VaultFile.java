package org.healthsphere.keys.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** A member's keys and certificates in one file, encrypted; written whole or not at all, readable for its owner only. */
public final class VaultFile {
    private final LockedFile file;

    public VaultFile(Path file) {
        this.file = new LockedFile(file, "vault");
    }

    public boolean exists() {
        return file.exists();
    }

    /** Puts this member's keys in the file's place, durable on return. */
    public void write(MemberIdentity identity, Passphrase passphrase, SecureRandom random) throws IOException {
        file.write(Bytes.of(VaultContent.encode(identity)), passphrase, random);
    }

    /** The member whose keys are in the file, or why they cannot be had. */
    public Outcome<MemberIdentity> open(Passphrase passphrase) throws IOException {
        return file.open(passphrase).then(VaultContent::decode);
    }
}
