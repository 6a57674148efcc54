package org.healthsphere.terminology.index;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.healthsphere.specs.Sha256;
import org.roaringbitmap.RoaringBitmap;

/** Concepts of one code system, by their numbers. Immutable. */
public final class ConceptSet {
    private final RoaringBitmap bits;

    ConceptSet(RoaringBitmap bits) {
        this.bits = bits;
    }

    public boolean contains(int concept) {
        return bits.contains(concept);
    }

    public int size() {
        return bits.getCardinality();
    }

    public ConceptSet and(ConceptSet other) {
        return new ConceptSet(RoaringBitmap.and(bits, other.bits));
    }

    public ConceptSet or(ConceptSet other) {
        return new ConceptSet(RoaringBitmap.or(bits, other.bits));
    }

    public ConceptSet without(ConceptSet other) {
        return new ConceptSet(RoaringBitmap.andNot(bits, other.bits));
    }

    /** The concepts from one place on, so many at most, in the order of the hierarchy. */
    public List<Integer> page(int offset, int count) {
        List<Integer> page = new ArrayList<>();
        if (offset < size()) {
            var rest = bits.getIntIterator();
            rest.advanceIfNeeded(bits.select(offset));
            while (rest.hasNext() && page.size() < count) {
                page.add(rest.next());
            }
        }
        return page;
    }

    /** The digest of the concepts' numbers: of one version of a system, equal sets have equal digests. */
    public Sha256 digest() {
        var runs = new ByteArrayOutputStream();
        for (var from = bits.nextValue(0); from >= 0; ) {
            var to = bits.nextAbsentValue((int) from);
            runs.writeBytes(
                    ByteBuffer.allocate(8).putInt((int) from).putInt((int) to).array());
            from = bits.nextValue((int) to);
        }
        return Sha256.of(runs.toByteArray());
    }

    /** Each concept in the order of the hierarchy, depth first. */
    public void forEach(IntConsumer action) {
        bits.forEach((int concept) -> action.accept(concept));
    }

    RoaringBitmap bits() {
        return bits;
    }
}
