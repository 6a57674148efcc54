package org.healthsphere.federation.research.tokens;

import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Counts how many inputs this member has helped another one to turn into tokens of a study; durable. Whoever could have any number of them could
 * try names.
 */
public interface EvaluationMeter {
    /** How many there are with these; {@link org.healthsphere.specs.Fault.TooMany} when they would be too many, and then none counts. */
    Outcome<Long> take(Sha256 plan, NodeId member, int count);
}
