package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.delegates.Delegates.Invitation;
import org.healthsphere.node.delegates.Delegation;

/**
 * Who acts for whom.
 *
 * @param mine all who act, acted or are invited to act for the reader
 * @param others for whom he acts now
 * @param invitation the one that was just made
 */
public record HelpersView(
        List<Delegation> mine, List<Delegation> others, Moment moment, Optional<Invitation> invitation) {
    public HelpersView {
        mine = List.copyOf(mine);
        others = List.copyOf(others);
    }

    /**
     * When it is looked at, and after what.
     *
     * @param problem names the text that says what is missing; empty if nothing is
     */
    public record Moment(Instant now, String problem, Optional<String> done) {}

    public List<Delegation> inForce() {
        return mine.stream()
                .filter(delegation -> delegation.isInForce(moment.now()))
                .toList();
    }

    public List<Delegation> open() {
        return mine.stream().filter(delegation -> delegation.isOpen(moment.now())).toList();
    }

    public List<Delegation> past() {
        return mine.stream()
                .filter(delegation -> !delegation.isInForce(moment.now()) && !delegation.isOpen(moment.now()))
                .toList();
    }
}
