package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One clinical fact, reported once or by several.
 *
 * @param resource as the first source has it, the one changed last; leave it as it is
 * @param sources all who report it
 * @param conflicts where they differ
 */
public record MergedItem(ObjectNode resource, List<Source> sources, List<Conflict> conflicts) {
    public MergedItem {
        sources = List.copyOf(sources);
        conflicts = List.copyOf(conflicts);
    }

    public String type() {
        return sources.getFirst().type();
    }

    /** Never the content: this lands in logs. */
    @Override
    public String toString() {
        return "MergedItem" + sources;
    }
}
