package org.healthsphere.consent.transparency;

/** The way from a leaf to the root of a tree whose right side may be missing (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
final class Climb {
    private long at;
    private long last;

    Climb(long index, long size) {
        this.at = index;
        this.last = size - 1;
    }

    boolean isAtRoot() {
        return last == 0;
    }

    /** Whether the next hash beside the way stands to the left. */
    boolean isRightOf() {
        return at % 2 == 1 || at == last;
    }

    /** One hash further up; where a node has no right neighbour it is its own parent, and its level is passed over. */
    void up() {
        while (isRightOf() && at % 2 == 0 && at != 0) {
            halve();
        }
        halve();
    }

    /** To the largest whole tree that ends here. */
    void toWholeTree() {
        while (at % 2 == 1) {
            halve();
        }
    }

    private void halve() {
        at /= 2;
        last /= 2;
    }
}
