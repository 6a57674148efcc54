package org.healthsphere.node.web.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of one kind, newest first. */
public record Section(Category category, List<Fact> facts) {
    public Section {
        facts = List.copyOf(facts);
    }

    /**
     * The same thing again and again: a test that was repeated, a medicine that was prescribed anew.
     *
     * @param earlier newest first
     */
    public record Series(Fact newest, List<Fact> earlier) {
        public Series {
            earlier = List.copyOf(earlier);
        }
    }

    /** The facts by what they are about, each with its newest first. */
    public List<Series> series() {
        Map<String, List<Fact>> byName = new LinkedHashMap<>();
        facts.forEach(fact ->
                byName.computeIfAbsent(fact.what(), _ -> new ArrayList<>()).add(fact));
        return byName.values().stream()
                .map(same -> new Series(same.getFirst(), same.subList(1, same.size())))
                .toList();
    }
}
