package org.healthsphere.node.release;

import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * Entries of an audit log whose receipts are sealed together.
 *
 * @param last the number of the last of them
 * @param hash of that one
 * @param policy the version under which they were decided
 * @param seal nothing where they come to no receipt
 */
record SealedSpan(long last, Sha256 hash, Sha256 policy, Optional<Bytes> seal) {
    private static final String NONE = "-";
    private static final int PARTS = 4;

    Bytes encoded() {
        return Bytes.utf8(String.join(
                " ",
                Long.toString(last),
                hash.hex(),
                policy.hex(),
                seal.map(Bytes::utf8).orElse(NONE)));
    }

    static SealedSpan of(Bytes encoded) {
        var parts = encoded.utf8().split(" ", PARTS);
        return new SealedSpan(
                Long.parseLong(parts[0]),
                new Sha256(parts[1]),
                new Sha256(parts[2]),
                Optional.of(parts[3]).filter(seal -> !seal.equals(NONE)).map(Bytes::utf8));
    }
}
