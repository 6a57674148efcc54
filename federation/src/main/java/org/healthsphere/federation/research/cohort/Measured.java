package org.healthsphere.federation.research.cohort;

import java.math.BigDecimal;

/**
 * The value of a measurement.
 *
 * @param unit in UCUM
 */
public record Measured(BigDecimal value, Bound bound, String unit) {
    @Override
    public String toString() {
        return "Measured[REDACTED]";
    }
}
