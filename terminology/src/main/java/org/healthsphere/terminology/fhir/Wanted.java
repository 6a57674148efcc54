package org.healthsphere.terminology.fhir;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What of an expansion is wanted, and when.
 *
 * @param text that names are searched for; empty for none
 * @param most how many codes are given at most when no page is asked for
 */
record Wanted(Page page, String text, int most, Instant now) {
    /** More codes than this are given by page only. */
    static final int LARGEST_UNPAGED = 10_000;

    static Wanted of(Parameters in, OptionalInt threshold, Instant now) {
        var most = Math.min(LARGEST_UNPAGED, threshold.orElse(LARGEST_UNPAGED));
        return new Wanted(Page.of(in), in.text("filter").orElse(""), most, now);
    }

    boolean isSearch() {
        return !text.isEmpty();
    }
}
