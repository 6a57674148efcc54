package org.healthsphere.node.passkeys;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A passkey as the hospital knows it: the public half, and what was last heard of it.
 *
 * @param id the credential's id in base64url
 * @param name what the patient calls it
 * @param used when it last proved who he is
 * @param thumbprint by which the ledger knows its key
 * @param cose the public key as the authenticator gave it (RFC 9052)
 * @param count of its signatures, for authenticators that count
 * @param synced whether it may be on several devices of the patient
 */
public record Passkey(
        String id,
        String name,
        Instant created,
        Optional<Instant> used,
        Sha256 thumbprint,
        Bytes cose,
        long count,
        boolean synced) {

    Passkey named(String other) {
        return new Passkey(id, other, created, used, thumbprint, cose, count, synced);
    }

    Passkey usedAt(Instant at, long newCount) {
        return new Passkey(id, name, created, Optional.of(at), thumbprint, cose, newCount, synced);
    }

    @Override
    public String toString() {
        return "Passkey[" + created + "]";
    }
}
