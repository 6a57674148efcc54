package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A transaction, after everything has been checked that needs no state.
 *
 * @param endorsers the organizations whose signatures of the result hold
 * @param code VALID so far, or why not
 */
record Checked(
        String id,
        ByteString envelope,
        Instant time,
        Set<String> endorsers,
        KVRWSet kv,
        List<Hashed> hashed,
        Optional<ChaincodeEvent> event,
        TxValidationCode code) {

    /** What it wrote into a private collection: hashes only. */
    record Hashed(String collection, HashedRWSet set) {}

    /** The private values that it takes away. */
    Stream<WorldState.PrivateKey> purged() {
        return hashed.stream()
                .flatMap(h -> h.set().getHashedWritesList().stream()
                        .filter(KVWriteHash::getIsPurge)
                        .map(write -> new WorldState.PrivateKey(h.collection(), write.getKeyHash())));
    }

    static Checked refused(String id, ByteString envelope, TxValidationCode code) {
        return new Checked(
                id, envelope, Instant.EPOCH, Set.of(), KVRWSet.getDefaultInstance(), List.of(), Optional.empty(), code);
    }
}
