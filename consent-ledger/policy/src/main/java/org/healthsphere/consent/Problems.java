package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;

/** What cannot be enforced in a Consent, by FHIRPath. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(String at, String what) {
        found.add(new Problem(at, what));
    }

    /** Every element of an object but these is a problem. */
    void allowOnly(JsonNode object, String at, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                add(at + "." + name, "cannot be enforced");
            }
        });
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    Fault fault() {
        return new Fault.Unprocessable(found);
    }
}
