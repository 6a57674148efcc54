package org.healthsphere.node;

import java.time.Duration;
import java.util.Optional;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.linkage.oblivious.TokenHolder;
import org.healthsphere.federation.linkage.oblivious.TokenMaker;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.federation.linkage.oblivious.LinkageShare;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.LinkageAccount;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** This member's part in making tokens of patients: with its share it helps others, and others help it. The key is another one after somebody has left. */
final class TokensTogether {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Ground ground;
    private final StudyMember member;
    private final TokenMaker.Way way;
    private volatile Part part;

    /** What goes by one key. */
    private record Part(LinkageShare share, TokenMaker maker, TokenHolder holder) {}

    private TokensTogether(Ground ground, StudyMember member, TokenMaker.Way way) {
        this.ground = ground;
        this.member = member;
        this.way = way;
        this.part = part(share());
    }

    static TokensTogether open(Ground ground, Correspondence letters, PeerChannel channel) {
        var identity = ground.identity();
        var members = ground.known().members();
        var environment = ground.environment();
        var clock = environment.clock();
        var member = new StudyMember(
                identity.id(),
                identity,
                id -> members.of(id) instanceof Outcome.Success<VerificationKey>(var key)
                        ? Optional.of(key)
                        : Optional.empty(),
                clock,
                environment.random());
        var way = new TokenMaker.Way(
                () -> members.active().stream().map(Peer::id).toList(),
                messages ->
                        letters.carry(Correspondence.Kind.LINKAGE, channel, messages, Deadline.in(PATIENCE, clock)));
        var together = new TokensTogether(ground, member, way);
        ground.known().renewals().onRenewal(together::renew);
        return together;
    }

    private LinkageShare share() {
        return ground.kept().folder().linkage(ground.identity()).orElseThrow();
    }

    private Part part(LinkageShare share) {
        var known = ground.known();
        var environment = ground.environment();
        var account = new LinkageAccount(
                member.id(),
                share.key(),
                new LinkageAccount.Books(
                        known.ledger(), ground.kept().store(), environment.clock(), environment.random()));
        return new Part(share, new TokenMaker(member, share, account, way), new TokenHolder(member, share, account));
    }

    /** Takes the share that lies in the folder now; who asks with the key before gets no help any more. */
    private void renew() {
        var now = share();
        if (!now.key().equals(part.share().key())) {
            part = part(now);
        }
    }

    /** As the register of patients needs it. */
    PatientRegister.Making making() {
        return new PatientRegister.Making(
                () -> part.share().key().id(),
                texts -> part.maker().tokens(texts),
                ground.environment().clock());
    }

    /** Answers another member that makes tokens. */
    Outcome<Bytes> answer(Bytes call) {
        return part.holder().answer(call);
    }
}
