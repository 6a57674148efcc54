package org.healthsphere.consent;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * What a member states, for good, about one decision: to whom it released a record, or did not, and by which right.
 *
 * <p>It holds no health data and names no person. The digest tells whoever holds what was released that it is that.
 *
 * @param id of the receipt
 * @param site the member that decided
 * @param subject the person who asked: SHA-256 of the correlation, a line feed and his user id. Who knows both can check it
 * @param consent the directive that the decision rests on, if one did
 * @param ground why not, if it was denied
 * @param policy {@link NetworkPolicy#version}
 * @param released SHA-256 of what was released; of nothing when it was denied
 * @param correlation names the request in audit and log
 */
public record Receipt(
        String id,
        NodeId site,
        NodeId member,
        Role role,
        Sha256 subject,
        PurposeOfUse purpose,
        Optional<String> consent,
        Optional<Decision.Ground> ground,
        long height,
        Sha256 policy,
        Sha256 released,
        Instant time,
        String correlation) {

    /** {@link #released} where nothing was. */
    public static final Sha256 NOTHING = Sha256.of("");

    /** The request that a receipt is about. */
    public record Request(Requester requester, PurposeOfUse purpose, String correlation) {}

    /** Where and under which rules the decision was made. */
    public record Issue(String id, NodeId site, Sha256 policy, Instant time) {}

    /** The receipt for a decision, and for what was released on it. */
    public static Receipt of(Issue issue, Request request, Decision decision, Sha256 released) {
        var requester = request.requester();
        var consent = switch (decision) {
            case Decision.Permitted(var id, var _, var _) -> id;
            case Decision.Denied(var _, var id, var _) -> id;
        };
        var ground = switch (decision) {
            case Decision.Permitted _ -> Optional.<Decision.Ground>empty();
            case Decision.Denied(var why, var _, var _) -> Optional.of(why);
        };
        return new Receipt(
                issue.id(),
                issue.site(),
                requester.member(),
                requester.role(),
                subject(request.correlation(), requester.subject()),
                request.purpose(),
                consent,
                ground,
                decision.height(),
                issue.policy(),
                released,
                issue.time(),
                request.correlation());
    }

    /** How the person who asked is named in a receipt. */
    public static Sha256 subject(String correlation, String user) {
        return Sha256.of(correlation + "\n" + user);
    }

    public boolean permitted() {
        return ground.isEmpty();
    }

    /** The receipt in a sentence that a patient understands. */
    public String sentence() {
        var who = role.name().toLowerCase(java.util.Locale.ROOT) + " of " + member;
        var said = ground.map(g -> site + " released nothing to a " + who + ": " + g.words())
                .orElse(site + (released.equals(NOTHING) ? " had nothing to release to a " : " released data to a ") + who);
        var right = consent.map(c -> ", by your directive " + c)
                .orElse(ground.equals(Optional.of(Decision.Ground.DIRECTIVE)) ? "" : ", by the rules of the network");
        return said + right + ", purpose " + purpose + ", on " + time;
    }
}
