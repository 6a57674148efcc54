package org.healthsphere.terminology.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.healthsphere.terminology.fhir.Issue.Severity;

/** Which of all codes are asked for: from one on, and so many; all when it is not said how many. */
record Page(OptionalInt offset, OptionalInt count) {
    static Page of(Parameters in) {
        return new Page(number(in, "offset"), number(in, "count"));
    }

    private static OptionalInt number(Parameters in, String name) {
        var text = in.text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            var number = Integer.parseInt(text.orElseThrow());
            if (number >= 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refused.request(
                400, Issues.plain(Severity.ERROR, "invalid", name + " is a whole number, and not a negative one"));
    }

    boolean isWhole() {
        return count.isEmpty();
    }

    /** Whether it holds everything, from the first code on. */
    boolean isAll(int size) {
        return offset.orElse(0) == 0 && (count.isEmpty() || count.getAsInt() > size);
    }

    List<Entry> of(Collected collected) {
        List<Entry> all = new ArrayList<>(collected.all());
        if (collected.excerpt().isPresent()) {
            return all;
        }
        var from = Math.min(all.size(), offset.orElse(0));
        var to = (int) Math.min(all.size(), (long) from + count.orElse(all.size()));
        return all.subList(from, to);
    }
}
