package org.healthsphere.consent;

import java.util.List;
import org.healthsphere.specs.Portion;

/**
 * What a directive says to one request: to which resources yes, to which no, and to the others nothing.
 *
 * @param denied the no, as what stays hidden
 * @param whole whether it says something to every resource
 */
record Opinion(Portion yes, Portion no, Hidden denied, boolean whole) {
    static final Opinion SILENT = of(Portion.Extent.NOTHING, Portion.Extent.NOTHING);
    static final Opinion PERMITS = of(Portion.Extent.WHOLE, Portion.Extent.NOTHING);
    static final Opinion DENIES = of(Portion.Extent.NOTHING, Portion.Extent.WHOLE);

    static Opinion of(Portion yes, Portion no) {
        return new Opinion(yes, no, Hidden.of(no), no.isWhole() || yes.equals(no.not()));
    }

    /** Yes to all but what stays hidden. */
    static Opinion permitting(Hidden hidden) {
        return of(hidden.portion().not(), hidden.portion());
    }

    /** No to what stays hidden, and to the rest nothing. */
    static Opinion hiding(Hidden hidden) {
        return of(Portion.Extent.NOTHING, hidden.portion());
    }

    boolean permits() {
        return !yes.isNothing();
    }

    /** The same yes; of the no only what these later words do not permit. */
    Opinion liftedBy(List<Opinion> later) {
        var left = no.without(Portion.any(later.stream().map(Opinion::yes).toList()));
        return left.equals(no) ? this : of(yes, left);
    }
}
