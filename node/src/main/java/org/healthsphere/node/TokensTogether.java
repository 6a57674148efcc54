package org.healthsphere.node;

import java.time.Duration;
import java.util.Optional;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.linkage.oblivious.TokenHolder;
import org.healthsphere.federation.linkage.oblivious.TokenMaker;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.LinkageAccount;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Outcome;

/**
 * This member's part in making tokens of patients: with its share it helps others, and others help it.
 *
 * @param making its own
 * @param holder answers the others
 */
record TokensTogether(PatientRegister.Making making, TokenHolder holder) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    static TokensTogether open(Ground ground, Correspondence letters, PeerChannel channel) {
        var identity = ground.identity();
        var members = ground.known().members();
        var environment = ground.environment();
        var clock = environment.clock();
        var share = ground.kept().folder().linkage(identity).orElseThrow();
        var member = new StudyMember(
                identity.id(),
                identity,
                id -> members.of(id) instanceof Outcome.Success<VerificationKey>(var key)
                        ? Optional.of(key)
                        : Optional.empty(),
                clock,
                environment.random());
        var account = new LinkageAccount(
                identity.id(),
                share.key(),
                new LinkageAccount.Books(
                        ground.known().ledger(), ground.kept().store(), clock, environment.random()));
        var way = new TokenMaker.Way(
                () -> members.active().stream().map(Peer::id).toList(),
                messages -> letters.carry(
                        Correspondence.Kind.LINKAGE, channel, messages, Deadline.in(PATIENCE, clock)));
        var maker = new TokenMaker(member, share, account, way);
        return new TokensTogether(
                new PatientRegister.Making(share.key().id(), maker::tokens, clock),
                new TokenHolder(member, share, account));
    }
}
