package org.healthsphere.federation.research.aggregation;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Numbers modulo 2^64 behind masks: alone they are uniformly random; with those of all other members of the round the masks
 * cancel and the sum is left (Bonawitz and others, CCS 2017, with a complete graph).
 *
 * @param words big-endian, eight bytes each
 */
public record MaskedVector(Bytes words) {
    public MaskedVector {
        if (words.length() % Long.BYTES != 0) {
            throw new IllegalArgumentException("words have eight bytes");
        }
    }

    /**
     * Masks one member's numbers with one mask for each other member of the roster.
     *
     * @param roster names the round and all its members
     * @param secrets by the other members; nothing else may ever be masked with them under this roster
     */
    public static MaskedVector mask(long[] numbers, NodeId self, Sha256 roster, Map<NodeId, PairSecret> secrets) {
        var masked = numbers.clone();
        secrets.forEach((other, secret) -> {
            var first = self.value().compareTo(other.value()) < 0;
            var pair = Bytes.utf8(first ? self + "|" + other : other + "|" + self);
            var mask = secret.mask(Bytes.of(roster.bytes()), pair, numbers.length);
            for (var i = 0; i < masked.length; i++) {
                masked[i] += first ? mask[i] : -mask[i];
            }
        });
        return of(masked);
    }

    static MaskedVector of(long[] masked) {
        var words = ByteBuffer.allocate(Math.multiplyExact(masked.length, Long.BYTES));
        words.asLongBuffer().put(masked);
        return new MaskedVector(Bytes.of(words.array()));
    }

    public int length() {
        return words.length() / Long.BYTES;
    }

    /** The sum of the vectors of all members of a round. */
    public static Outcome<long[]> sum(Collection<MaskedVector> vectors, int length) {
        var sum = new long[length];
        for (var vector : vectors) {
            if (vector.length() != length) {
                return Outcome.failed(new Fault.Invalid("a masked vector of another length"));
            }
            var numbers = ByteBuffer.wrap(vector.words.array()).asLongBuffer();
            for (var i = 0; i < length; i++) {
                sum[i] += numbers.get(i);
            }
        }
        return Outcome.of(sum);
    }
}
