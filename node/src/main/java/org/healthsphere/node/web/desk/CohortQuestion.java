package org.healthsphere.node.web.desk;

import java.math.BigDecimal;
import java.util.Optional;
import org.healthsphere.node.web.desk.Choices.Condition;
import org.healthsphere.node.web.desk.Choices.Lab;

/**
 * How many people have this condition or one of its descendants, are at least so old, and had such a result?
 *
 * @param minimumAge in years; 0 for any
 */
public record CohortQuestion(Condition condition, int minimumAge, Optional<Limit> limit) {
    /** A result beyond a value. */
    public record Limit(Lab lab, Side side, BigDecimal value) {}

    /** On which side of the value. */
    public enum Side {
        ABOVE,
        BELOW
    }
}
