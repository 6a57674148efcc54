package org.healthsphere.federation.research.cohort;

/** Counts the measurements that no criterion could read. */
final class Unreadable {
    private long values;

    void count() {
        values++;
    }

    long values() {
        return values;
    }
}
