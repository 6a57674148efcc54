package org.healthsphere.node;

import java.time.Duration;
import java.util.stream.Collectors;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.terms.TerminologyEpochs;
import org.healthsphere.node.terms.TerminologyLetters;
import org.healthsphere.specs.Deadline;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.library.SharedTerminology;

/** What this member and the others write to each other about terminology, joined to the ways between them. */
final class Terms {
    private static final Duration CARRYING = Duration.ofSeconds(30);

    private Terms() {}

    static TerminologyLetters open(Rooms.Ground ground, Exchange exchange, PeerChannel channel) {
        var kept = ground.kept();
        var self = ground.identity().id();
        var members = ground.known().members();
        var clock = ground.environment().clock();
        var loaded = LoadedTerminology.in(kept.folder().part("terminology"));
        return new TerminologyLetters(
                new SharedTerminology(kept.terminology(), loaded),
                () -> members.cards().stream()
                        .map(MemberCard::member)
                        .filter(member -> !member.equals(self))
                        .toList(),
                letters -> exchange.correspondence()
                        .carry(Kind.TERMINOLOGY, channel, letters, Deadline.in(CARRYING, clock)));
    }

    /** What the members agree to mean, as the ledger has it. */
    static TerminologyEpochs epochs(Rooms rooms) {
        var known = rooms.ledger();
        return new TerminologyEpochs(
                rooms.identity().id(),
                known.ledger(),
                rooms.terms(),
                () -> known.members().cards().stream().map(MemberCard::member).collect(Collectors.toSet()));
    }
}
