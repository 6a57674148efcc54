package org.healthsphere.consent;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;

/** The parts of a record that a provision names, while it is read. */
final class HiddenParts {
    final Set<String> types = new HashSet<>();
    final Set<Coding> labels = new HashSet<>();
    final Set<Coding> codes = new HashSet<>();

    /** In how many ways it names them. */
    long kinds() {
        return Stream.of(types, labels, codes)
                .filter(c -> !((Collection<?>) c).isEmpty())
                .count();
    }

    Hidden all() {
        return new Hidden(false, types, labels, codes);
    }
}
