package org.healthsphere.federation.research.outbreak;

import java.util.OptionalDouble;

/**
 * What a rule makes of a week.
 *
 * @param bound above which a count is unusual; none where the weeks before tell too little
 */
public record Signal(OptionalDouble bound, boolean alarm) {
    static final Signal NONE = new Signal(OptionalDouble.empty(), false);

    static Signal above(double bound, double count) {
        return Double.isNaN(bound) ? NONE : new Signal(OptionalDouble.of(bound), count > bound);
    }
}
