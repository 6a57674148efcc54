package org.healthsphere.consent;

import java.util.HashMap;
import java.util.Map;

/**
 * Of things that are equal, one for all. Most patients say what others say: a decision then reads what the processor has at hand
 * already, and not another copy from memory.
 */
final class Shared<T> {
    /** Whoever says something of his own has something of his own. */
    private static final int MOST = 10_000;

    private final Map<T, T> known = new HashMap<>();

    T of(T thing) {
        var same = known.get(thing);
        if (same == null && known.size() < MOST) {
            known.put(thing, thing);
        }
        return same == null ? thing : same;
    }
}
