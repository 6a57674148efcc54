package org.healthsphere.node.web.me;

import java.util.List;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.node.web.view.Section;

/**
 * What a document would add to the record.
 *
 * @param person of whom it says that it is
 * @param leftOut how many things in it nobody here can read
 */
public record Offer(Person person, List<Section> sections, int leftOut) {
    public Offer {
        sections = List.copyOf(sections);
    }

    public int entries() {
        return sections.stream().mapToInt(section -> section.facts().size()).sum();
    }

    @Override
    public String toString() {
        return "Offer[REDACTED]";
    }
}
