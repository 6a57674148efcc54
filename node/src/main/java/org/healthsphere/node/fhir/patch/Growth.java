package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** How far one patch may let a resource grow: copies of copies are many after a few operations. */
final class Growth {
    private static final int MOST_VALUES = 1_000_000;

    private int left = MOST_VALUES;

    /** The value, to be put at a depth; {@link Unfit} when that is too deep, or too much with what was put before. */
    JsonNode admit(String at, JsonNode value, int depth) {
        if (depth > Trees.DEEPEST) {
            throw Unfit.resource(at, "nests elements deeper than " + Trees.DEEPEST);
        }
        if (--left < 0) {
            throw Unfit.resource(at, "makes the resource larger than " + MOST_VALUES + " values");
        }
        for (var member : value) {
            var _ = admit(at, member, depth + 1);
        }
        return value;
    }
}
