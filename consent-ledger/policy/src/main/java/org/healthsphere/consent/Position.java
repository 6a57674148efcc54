package org.healthsphere.consent;

import java.util.Comparator;

/** A place in the order of the ledger. */
record Position(long height, int index) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::height).thenComparingInt(Position::index);

    static Position of(LedgerEvent event) {
        return new Position(event.height(), event.index());
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }
}
