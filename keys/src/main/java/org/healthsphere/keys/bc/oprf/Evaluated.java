package org.healthsphere.keys.bc.oprf;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** What the holder of a key answers: each blinded element under the key, in their order, and one proof for all where the mode has it. */
public record Evaluated(List<Bytes> elements, Optional<Bytes> proof) {
    public Evaluated {
        elements = List.copyOf(elements);
    }
}
