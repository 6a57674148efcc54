package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.links.SharedLink;
import org.healthsphere.node.links.SharedLink.State;

/** The links that a patient has given away. */
public record LinksView(List<SharedLink> links, Instant now, Filled filled, Optional<String> done) {
    public LinksView {
        links = List.copyOf(links);
    }

    /**
     * What was filled in.
     *
     * @param problem names the text that says what is missing; empty if nothing is
     */
    public record Filled(String label, LinkPages.Life life, String problem) {
        static final Filled NOTHING = new Filled("", LinkPages.Life.DAY, "");
    }

    public List<SharedLink> open() {
        return links.stream().filter(link -> link.state(now) == State.OPEN).toList();
    }

    public List<SharedLink> past() {
        return links.stream().filter(link -> link.state(now) != State.OPEN).toList();
    }

    @Override
    public String toString() {
        return "LinksView[REDACTED]";
    }
}
