package org.healthsphere.node.network;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** How the members decide who is one of them, as the ledger's events come to it: proposals, votes, and what became of them. */
public final class Admissions {
    private final Map<String, Ballot> ballots = new LinkedHashMap<>();
    private final Map<NodeId, String> active = new HashMap<>();
    private final Map<Sha256, CertifyMember> certified = new HashMap<>();
    private final Map<NodeId, Long> heights = new HashMap<>();
    private long left = -1;
    private boolean handedOver;

    /**
     * A proposal as it stands.
     *
     * @param change an {@link AdmitMember} or a {@link SuspendMember}
     * @param votes of members, the one that decided aside: that one is on the ledger as the change itself
     */
    public record Ballot(String id, Directive change, Instant notAfter, Set<NodeId> votes, boolean carried) {
        public Ballot {
            votes = Set.copyOf(votes);
        }

        public boolean isOpen(Instant now) {
            return !carried && notAfter.isAfter(now);
        }

        private Ballot with(NodeId voter) {
            var all = new LinkedHashSet<>(votes);
            all.add(voter);
            return new Ballot(id, change, notAfter, all, carried);
        }

        private Ballot decided() {
            return new Ballot(id, change, notAfter, votes, true);
        }
    }

    /** Takes in an event; those that are not about members change nothing. */
    public synchronized void apply(LedgerEvent event) {
        switch (event.directive()) {
            case HandOver _ -> handedOver = true;
            case Propose(var id, var change, var notAfter) ->
                ballots.put(id, new Ballot(id, change, notAfter, Set.of(), false));
            case Vote(var proposal, var member) ->
                ballots.computeIfPresent(proposal, (_, ballot) -> ballot.with(member));
            case AdmitMember admission -> {
                active.put(admission.member(), admission.card());
                heights.put(admission.member(), event.height());
                decided(admission);
            }
            case SuspendMember suspension -> {
                active.remove(suspension.member());
                left = event.height();
                decided(suspension);
            }
            case CertifyMember issued -> {
                certified.put(issued.request(), issued);
                heights.put(issued.member(), event.height());
            }
            default -> {}
        }
    }

    private void decided(Directive change) {
        ballots.replaceAll((_, ballot) -> ballot.change().equals(change) ? ballot.decided() : ballot);
    }

    /** Whether somebody has left since this member was admitted or certified last: what they had in common is not theirs alone any more. */
    synchronized boolean hasLeftSince(NodeId member) {
        return heights.containsKey(member) && heights.getOrDefault(member, left) < left;
    }

    /** In the order in which they were made. */
    public synchronized List<Ballot> ballots() {
        return List.copyOf(ballots.values());
    }

    public synchronized Optional<Ballot> ballot(String id) {
        return Optional.ofNullable(ballots.get(id));
    }

    /** Whether the members decide; until then the founder does. */
    public synchronized boolean handedOver() {
        return handedOver;
    }

    /** Who takes part now, certified or not yet. */
    public synchronized Set<String> active() {
        var names = new TreeSet<String>();
        active.keySet().forEach(member -> names.add(member.value()));
        return names;
    }

    /** Whether this very application was admitted, and still is. */
    public synchronized boolean isAdmitted(Application application) {
        return application.text().equals(active.get(application.member()));
    }

    /** What was issued for this application or request. */
    public synchronized Optional<CertifyMember> issued(Sha256 request) {
        return Optional.ofNullable(certified.get(request));
    }
}
