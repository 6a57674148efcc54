package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.federation.linkage.Form.Part;

/**
 * How many patients here share a value: a name that many bear, a clinic's own number entered as everybody's phone, a nursing
 * home's address. What is common proves little.
 *
 * <p>Values are kept as hashes of 27 bits; two that meet in one count as more common than they are, which errs on the safe side.
 */
final class Commonness {
    private static final int HASH_BITS = 27;
    private static final int HASH = (1 << HASH_BITS) - 1;

    /** Of fewer, nothing can be said about how common they are. */
    private static final int ENOUGH = 8;

    private final Map<Integer, Integer> counts = new HashMap<>();

    /** What a patient's record says in each part, in one number each. */
    static int[] values(Demographics person) {
        List<Integer> values = new ArrayList<>();
        for (var form : Form.of(person)) {
            form.said()
                    .forEach((part, said) ->
                            said.forEach(value -> values.add(part.ordinal() << HASH_BITS | value.hashCode() & HASH)));
        }
        return values.stream().distinct().mapToInt(Integer::intValue).toArray();
    }

    void add(int[] values) {
        for (var value : values) {
            counts.merge(value, 1, Integer::sum);
        }
    }

    void remove(int[] values) {
        for (var value : values) {
            counts.computeIfPresent(value, (_, n) -> n == 1 ? null : n - 1);
        }
    }

    /** Which share of the usual evidence is left when this part agrees with this patient, of so many. */
    double share(Part part, int[] values, int patients) {
        var most = 0;
        for (var value : values) {
            if (value >>> HASH_BITS == part.ordinal()) {
                most = Math.max(most, counts.getOrDefault(value, 0));
            }
        }
        return most < ENOUGH ? 1 : Math.min(1, Math.log((double) patients / most) / Math.log(2) / part.bits());
    }
}
