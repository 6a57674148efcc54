package org.healthsphere.terminology.index;

import java.util.function.IntConsumer;
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

    /** Each concept in the order of the hierarchy, depth first. */
    public void forEach(IntConsumer action) {
        bits.forEach((int concept) -> action.accept(concept));
    }

    RoaringBitmap bits() {
        return bits;
    }
}
