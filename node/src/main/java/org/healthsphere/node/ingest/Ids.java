package org.healthsphere.node.ingest;

import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Sha256;

/** Ids that follow from what a thing is, so that telling it twice names it once. */
public final class Ids {
    private static final int LENGTH = 32;

    private Ids() {}

    public static ResourceId of(String type, String... parts) {
        return new ResourceId(type, digest(parts));
    }

    /** 128 bits of a digest over the parts; where one ends is part of it. */
    public static String digest(String... parts) {
        var all = new StringBuilder();
        for (var part : parts) {
            all.append(part.length()).append(':').append(part);
        }
        return Sha256.of(all.toString()).hex().substring(0, LENGTH);
    }
}
