package org.healthsphere.node.network;

import java.security.SecureRandom;
import org.healthsphere.federation.Sealing;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.Envelope;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Envelopes of the federation, made of this node's keys and the register of members. */
public final class NodeSealing implements Sealing {
    private final MemberIdentity identity;
    private final Members members;
    private final EnvelopeOpener opener;
    private final SecureRandom random;

    public NodeSealing(MemberIdentity identity, Members members, EnvelopeOpener opener, SecureRandom random) {
        this.identity = identity;
        this.members = members;
        this.opener = opener;
        this.random = random;
    }

    @Override
    public Outcome<Bytes> seal(Header header, Bytes content) {
        return members.trusted(header.to())
                .map(card -> Envelope.seal(content, outside(header), card.recipient(), identity, random));
    }

    @Override
    public Outcome<Bytes> sealLong(Header header, Bytes content) {
        return members.trusted(header.to())
                .map(card -> Envelope.sealLong(
                        content, outside(header), new Envelope.Sealed(card.recipient(), identity, random)));
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
