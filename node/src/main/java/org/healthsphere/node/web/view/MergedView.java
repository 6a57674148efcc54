package org.healthsphere.node.web.view;

import java.time.Instant;
import java.util.List;

/**
 * One record of all hospitals that answered.
 *
 * @param sites every member of the network, this one first
 * @param asOf when the hospitals were asked
 */
public record MergedView(
        Person person, List<SiteAnswer> sites, List<Section> sections, List<Conflict> conflicts, Instant asOf) {
    public MergedView {
        sites = List.copyOf(sites);
        sections = List.copyOf(sections);
        conflicts = List.copyOf(conflicts);
    }

    /** The hospitals whose knowledge is not all in here. */
    public List<SiteAnswer> gaps() {
        return sites.stream().filter(site -> !site.status().isComplete()).toList();
    }

    public boolean isComplete() {
        return gaps().isEmpty();
    }

    public int entries() {
        return sections.stream().mapToInt(section -> section.facts().size()).sum();
    }
}
