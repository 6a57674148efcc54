package org.healthsphere.node.network;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.time.Duration;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;

/** An authority, a ledger in memory, and hospitals that read it when they are told to. */
public final class TestNetwork {
    static final Duration YEAR = Duration.ofDays(365);

    public final MovableClock clock = new MovableClock();
    public final SecureRandom random = new SecureRandom();
    public final CertificateAuthority authority = authority();
    public final InMemoryConsentLedger ledger = new InMemoryConsentLedger(clock);
    public final ConsentLedger founder = ledger.seenBy(new NodeId("network"));
    private final Path folder;

    public TestNetwork(Path folder) {
        this.folder = folder;
    }

    /** An authority, always of the same name. */
    CertificateAuthority authority() {
        return new CertificateAuthorities(clock, random)
                .inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
    }

    MemberIdentity identity(String name, CertificateAuthority issuer) {
        var applicant = Applicant.create(new NodeId(name), "Hospital " + name, List.of("localhost"), random);
        var requests = new BcCertificateRequests();
        var signing = issuer.issue(applicant.signingProfile(), applicant.signingRequest(requests), YEAR);
        var tls = issuer.issue(applicant.tlsProfile(), applicant.tlsRequest(requests), YEAR);
        return applicant
                .admitted(signing.orElseThrow(), tls.orElseThrow(), issuer.certificate())
                .orElseThrow();
    }

    /** A member that the authority has certified and that is on the ledger. */
    public Hospital hospital(String name) {
        return hospital(identity(name, authority));
    }

    Hospital hospital(MemberIdentity identity) {
        say(admission(identity.id(), card(identity).text()));
        return new Hospital(identity);
    }

    MemberCard card(MemberIdentity identity) {
        return MemberCard.of(
                identity, "Hospital " + identity.id(), URI.create("https://" + identity.id() + ".example:8444"));
    }

    static AdmitMember admission(NodeId member, String card) {
        return new AdmitMember(
                member, "A hospital", "https://" + member + ".example", org.healthsphere.specs.Sha256.of(card), card);
    }

    /** Puts this on the ledger. */
    public void say(Directive directive) {
        var _ = founder.submit(directive).orElseThrow();
    }

    public void publish() {
        say(new PublishRevocations(list(authority)));
    }

    static Bytes list(CertificateAuthority authority) {
        try {
            return Bytes.of(authority.revocations().getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One member with what it knows. */
    public final class Hospital {
        public final MemberIdentity identity;
        final NodeFolder folder;
        public final Standing standing;
        public final Members members;
        public final NodeSealing sealing;
        private long next;

        private Hospital(MemberIdentity identity) {
            this.identity = identity;
            this.folder = new NodeFolder(made(TestNetwork.this.folder.resolve(identity.id() + "-" + next())));
            this.standing = Standing.open(folder, identity.authority(), clock);
            this.members = new Members(standing);
            var opener = new EnvelopeOpener(
                    identity.id(), identity, members, Freshness.PROMPT, new ReplayGuard(100, clock.instant()), clock);
            this.sealing = new NodeSealing(identity, members, opener, random);
        }

        /** Reads what is new on the ledger. */
        public void follow() {
            for (var event : founder.eventsFrom(next).orElseThrow()) {
                standing.apply(event);
                members.apply(event);
                next = event.height() + 1;
            }
        }

        Header to(Hospital other, String kind) {
            return new Header(
                    identity.id(),
                    other.identity.id(),
                    EnvelopeHeader.newMessageId(random),
                    java.util.Optional.empty(),
                    kind,
                    PurposeOfUse.TREAT,
                    7,
                    clock.instant());
        }
    }

    private static String next() {
        return java.util.UUID.randomUUID().toString();
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
