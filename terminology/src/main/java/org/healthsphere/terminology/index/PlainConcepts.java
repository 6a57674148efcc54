package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The concepts of a code system that have nothing to tell in an expansion but code and display: they are written from where they lie. */
final class PlainConcepts {
    private static final byte[] CODE = ",\"code\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DISPLAY = ",\"display\":".getBytes(StandardCharsets.US_ASCII);

    private final Strings strings;
    private final IntBuffer codes;
    private final IntBuffer displays;
    private final BitSet plain;
    private final byte[] system;

    private PlainConcepts(Strings strings, IntBuffer codes, IntBuffer displays, BitSet plain, byte[] system) {
        this.strings = strings;
        this.codes = codes;
        this.displays = displays;
        this.plain = plain;
        this.system = system;
    }

    static PlainConcepts of(CodeSystemIndex index, Strings strings, IntBuffer codes, IntBuffer displays) {
        var plain = new BitSet(index.size());
        if (!index.hasExtensions()) {
            var told = index.status().told();
            for (var concept = 0; concept < index.size(); concept++) {
                plain.set(
                        concept,
                        index.hasDisplay(concept)
                                && !index.isInactive(concept)
                                && !index.isNotSelectable(concept)
                                && !told.contains(concept));
            }
        }
        var system = new JsonBytes(64)
                .raw("{\"system\":".getBytes(StandardCharsets.US_ASCII))
                .text(index.id().url());
        return new PlainConcepts(
                strings, codes, displays, plain, system.raw(CODE).taken().array());
    }

    /** Writes the concept when it is one of them. */
    boolean isWritten(int concept, JsonBytes into) {
        if (!plain.get(concept)) {
            return false;
        }
        into.raw(system);
        strings.write(codes.get(concept), into);
        into.raw(DISPLAY);
        strings.write(displays.get(concept), into);
        into.raw('}');
        return true;
    }
}
