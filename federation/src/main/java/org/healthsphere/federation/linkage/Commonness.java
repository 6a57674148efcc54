package org.healthsphere.federation.linkage;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many patients here share a value: a name that many bear, a clinic's own number entered as everybody's phone, a nursing
 * home's address. What is common proves little.
 */
final class Commonness {
    /** Of fewer, nothing can be said about how common they are. */
    private static final int ENOUGH = 8;

    private final Map<Part, Map<String, Integer>> counts = new EnumMap<>(Part.class);

    /** All that a patient's record says, by part. */
    static Map<Part, Set<String>> said(Demographics person) {
        Map<Part, Set<String>> said = new EnumMap<>(Part.class);
        for (var form : Form.of(person)) {
            form.said()
                    .forEach((part, values) ->
                            said.computeIfAbsent(part, _ -> new HashSet<>()).addAll(values));
        }
        return said;
    }

    void add(Map<Part, Set<String>> said) {
        said.forEach((part, values) -> {
            var counted = counts.computeIfAbsent(part, _ -> new HashMap<>());
            values.forEach(value -> counted.merge(value, 1, Integer::sum));
        });
    }

    void remove(Map<Part, Set<String>> said) {
        said.forEach((part, values) -> {
            var counted = counts.getOrDefault(part, Map.of());
            values.forEach(value -> counted.computeIfPresent(value, (_, n) -> n == 1 ? null : n - 1));
        });
    }

    /** Which share of the usual evidence is left when this part agrees with a patient of whom this is said, of so many. */
    double share(Part part, Map<Part, Set<String>> said, int patients) {
        var counted = counts.getOrDefault(part, Map.of());
        var most = said.getOrDefault(part, Set.of()).stream()
                .mapToInt(value -> counted.getOrDefault(value, 0))
                .max()
                .orElse(0);
        return most < ENOUGH ? 1 : Math.min(1, Math.log((double) patients / most) / Math.log(2) / part.bits());
    }
}
