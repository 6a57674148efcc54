package org.healthsphere.federation.merge;

import java.util.List;

/**
 * One thing on which the sources of an item do not agree.
 *
 * @param element of the resource, for instance {@code clinicalStatus}
 * @param statements at least two, the one shown first
 */
public record Conflict(String element, List<Stated> statements) {
    public Conflict {
        statements = List.copyOf(statements);
    }
}
