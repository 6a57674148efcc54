package org.healthsphere.node.peers;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.Envelope;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** A member with its real keys and envelopes, whatever register there is. */
final class SealedMember implements Sealing {
    private final MemberIdentity identity;
    private final Map<NodeId, MemberIdentity> all;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final EnvelopeOpener opener;

    SealedMember(MemberIdentity identity, Map<NodeId, MemberIdentity> all, InstantSource clock) {
        this.identity = identity;
        this.all = all;
        this.clock = clock;
        this.opener = new EnvelopeOpener(
                identity.id(),
                identity,
                from -> known(from).map(MemberIdentity::verificationKey),
                Freshness.PROMPT,
                new ReplayGuard(100_000, clock.instant()),
                clock);
    }

    private Outcome<MemberIdentity> known(NodeId member) {
        return Optional.ofNullable(all.get(member))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Unauthenticated("not a member")));
    }

    Supplier<String> ids() {
        return () -> EnvelopeHeader.newMessageId(random);
    }

    RecordExchange asking(List<Peer> peers, PeerChannel channel) {
        MemberDirectory directory = () -> peers;
        return new RecordExchange(identity.id(), directory, this, channel, clock, ids());
    }

    /** Answers whoever is a member, of a patient whom it always finds. */
    Responder answering(ReleasedRecords records, List<Peer> peers) {
        return new Responder(this, () -> peers, _ -> Outcome.of(Optional.of("p1")), records, clock, ids());
    }

    @Override
    public Outcome<Bytes> seal(Header header, Bytes content) {
        return known(header.to())
                .map(to -> Envelope.seal(content, outside(header), to.recipientKey(), identity, random));
    }

    @Override
    public Outcome<Bytes> sealLong(Header header, Bytes content) {
        return known(header.to())
                .map(to -> Envelope.sealLong(
                        content, outside(header), new Envelope.Sealed(to.recipientKey(), identity, random)));
    }

    @Override
    public Outcome<Opened> open(Bytes envelope) {
        return opener.open(envelope).map(opened -> new Opened(inside(opened.header()), opened.content()));
    }

    private static EnvelopeHeader outside(Header header) {
        return new EnvelopeHeader(
                header.from(),
                header.to(),
                header.id(),
                header.inReplyTo(),
                header.kind(),
                header.purpose(),
                header.height(),
                header.issuedAt());
    }

    private static Header inside(EnvelopeHeader header) {
        return new Header(
                header.from(),
                header.to(),
                header.messageId(),
                header.inReplyTo(),
                header.kind(),
                header.purpose(),
                header.ledgerHeight(),
                header.issuedAt());
    }
}
