package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What is wrong with one source, all of it. */
final class Problems {
    private final String source;
    private final List<Problem> found = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    void add(String at, String what) {
        found.add(new Problem(at.isEmpty() ? source : source + " " + at, what));
    }

    /** The value of an element that must be there. */
    String required(JsonNode node, String element, String at) {
        var value = node.path(element).asText("");
        if (value.isBlank()) {
            add(at + "." + element, "is required");
        }
        return value;
    }

    /** Refuses what would change the meaning and is not honoured here. */
    void onlyKnows(JsonNode node, Set<String> elements, String at) {
        node.fieldNames().forEachRemaining(name -> {
            if (!elements.contains(name) && !name.equals("id") && !name.equals("extension") && !name.startsWith("_")) {
                add(at + "." + name, "is not supported");
            }
        });
    }

    <T> Outcome<T> orElse(T content) {
        return found.isEmpty() ? Outcome.of(content) : Outcome.failed(new Fault.Invalid(found));
    }
}
