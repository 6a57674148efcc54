package org.healthsphere.node.web.view;

import java.util.List;

/** What is known of one kind, newest first. */
public record Section(Category category, List<Fact> facts) {
    public Section {
        facts = List.copyOf(facts);
    }
}
