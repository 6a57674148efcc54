package org.healthsphere.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Who says who is a member, in the operator's folder: the authority's key, its register, and what it deals the shares of the tokens' key from. */
public final class NetworkAuthority {
    static final Bytes LINKAGE = Bytes.utf8("share of linkage");

    private static final String AUTHORITY = "authority";
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    /** How long a certificate holds unless somebody says otherwise; members renew theirs by themselves. */
    public static final Duration LEAF_LIFE = Duration.ofDays(365);

    private final CertificateAuthority authority;
    private final Path folder;
    private final SecureRandom random;
    private final Duration life;

    private volatile LinkageKey.Dealer linkage;
    private volatile boolean dealsAnew;

    private NetworkAuthority(CertificateAuthority authority, Path folder, SecureRandom random, Duration life)
            throws IOException {
        this.authority = authority;
        this.folder = folder;
        this.linkage = LinkageSeed.read(folder);
        this.dealsAnew = LinkageSeed.height(folder) > 0;
        this.random = random;
        this.life = life;
    }

    /** Opens the folder, or founds a network in it. */
    public static NetworkAuthority open(Path folder, InstantSource clock, SecureRandom random) {
        return open(folder, clock, random, LEAF_LIFE);
    }

    /** The same, with members' certificates that hold for so long. */
    public static NetworkAuthority open(Path folder, InstantSource clock, SecureRandom random, Duration life) {
        return open(folder, clock, random, new Founded(life, LinkageKey.Terms.USUAL));
    }

    /**
     * What is decided when a network is founded.
     *
     * @param life how long members' certificates hold
     * @param linkage how many members make a token together, and how many tokens; of a network that was founded already it changes nothing
     */
    public record Founded(Duration life, LinkageKey.Terms linkage) {}

    /** The same, with all that is decided. */
    public static NetworkAuthority open(Path folder, InstantSource clock, SecureRandom random, Founded founded) {
        try {
            var secret = folder.resolve("passphrase");
            var authorities = new CertificateAuthorities(clock, random);
            if (!Files.exists(secret)) {
                LinkageSeed.draw(folder, founded.linkage(), random);
                PrivateFile.write(
                        secret, new String(Passphrase.generate(random).reveal()).getBytes(StandardCharsets.US_ASCII));
            }
            var passphrase = Passphrase.read(secret);
            var ca = folder.resolve(AUTHORITY);
            var authority = Files.exists(ca)
                    ? authorities.open(ca, passphrase).orElseThrow()
                    : authorities.found(
                            new Founding("ca.healthsphere", "HealthSphere network", ROOT_LIFE), ca, passphrase);
            return new NetworkAuthority(authority, folder, random, founded.life());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one in this folder; NotFound when no network was founded in it. */
    public static Outcome<NetworkAuthority> find(Path folder, InstantSource clock, SecureRandom random) {
        return Files.exists(folder.resolve(AUTHORITY))
                ? Outcome.of(open(folder, clock, random))
                : Outcome.failed(new Fault.NotFound("a network's authority in " + folder));
    }

    /** Makes a member of an applicant and puts all that it needs in its folder; what is public of it goes on the ledger. */
    public Outcome<MemberIdentity> admit(Applicant applicant, NodeFolder folder, Passphrase passphrase) {
        var requests = new BcCertificateRequests();
        return authority
                .issue(applicant.signingProfile(), applicant.signingRequest(requests), life)
                .then(signing -> authority
                        .issue(applicant.tlsProfile(), applicant.tlsRequest(requests), life)
                        .then(tls -> applicant.admitted(signing, tls, authority.certificate())))
                .then(identity -> ledgerCertificate(applicant, identity).map(ledger -> {
                    var dealt =
                            new NodeFolder.Dealt(linkage.key().text(), dealt(identity.id(), identity.recipientKey()));
                    folder.write(
                            identity, passphrase, new NodeFolder.FromNetwork(ledger, dealt, revocations()), random);
                    return identity;
                }));
    }

    /** Certifies the keys of somebody whom the members have admitted; what is said of it on the ledger. */
    Outcome<CertifyMember> certify(Application application) {
        return authority
                .issue(application.signingProfile(), application.signing(), life)
                .then(signing -> signing.getPublicKey().equals(application.key().publicKey())
                        ? Outcome.of(signing)
                        : Outcome.failed(new Fault.Conflict("the application is signed with another key")))
                .then(signing -> authority
                        .issue(application.tlsProfile(), application.tls(), life)
                        .then(tls -> certified(
                                application.digest(),
                                new MemberCard(
                                        application.member(),
                                        application.organization(),
                                        application.endpoint(),
                                        signing,
                                        MemberIdentity.fingerprint(tls),
                                        application.recipient(),
                                        dealt(application.member(), application.recipient()),
                                        linkageText()),
                                tls)));
    }

    /** Of the first key everybody has the text that he joined with. */
    private Bytes linkageText() {
        return dealsAnew ? linkage.key().text() : Bytes.NONE;
    }

    /**
     * Draws the key of tokens anew, unless that was done since this event: by then somebody had left who knows a share of it. Whoever renews his
     * certificates from now on gets a share of the new one.
     */
    synchronized void dealAnew(long height) {
        try {
            if (LinkageSeed.height(folder) < height) {
                LinkageSeed.draw(folder, linkage.key().terms(), height, random);
                linkage = LinkageSeed.read(folder);
                dealsAnew = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member's share of the key of tokens, which only it can read. */
    private Bytes dealt(NodeId member, RecipientKey recipient) {
        return recipient.seal(linkage.share(member), LINKAGE, random);
    }

    /** Issues to a member what it has already, with a new TLS key. */
    Outcome<CertifyMember> renew(MemberCard card, RenewalRequest request, Sha256 name) {
        if (!MemberIdentity.fingerprint(request.current()).equals(card.tls())) {
            return Outcome.failed(new Fault.Conflict("not the certificate that the member has now"));
        }
        var holder = card.member().value();
        return authority
                .issue(new Member(card.member(), card.organization()), card.verificationKey(), life)
                .then(signing -> authority
                        .issue(
                                RenewalRequest.profile(holder, card.organization(), request.current()),
                                request.tls(),
                                life)
                        .then(tls -> certified(name, anew(card.renewed(signing, MemberIdentity.fingerprint(tls))), tls)));
    }

    private MemberCard anew(MemberCard card) {
        return dealsAnew ? card.dealt(dealt(card.member(), card.recipient()), linkageText()) : card;
    }

    private Outcome<CertifyMember> certified(Sha256 request, MemberCard card, X509Certificate tls) {
        var profile = new Msp(card.member().value(), card.organization(), MspRole.CLIENT);
        return authority
                .issue(profile, card.verificationKey(), life)
                .map(ledger -> new CertifyMember(card.member(), request, card.text(), der(tls), der(ledger)));
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    private Outcome<X509Certificate> ledgerCertificate(Applicant applicant, MemberIdentity identity) {
        var profile = new Msp(identity.id().value(), applicant.signingProfile().organization(), MspRole.CLIENT);
        return authority.issue(profile, identity.verificationKey(), life);
    }

    /** A leaf with a key of its own, for the ledger's own machines. */
    Leaf leaf(CertificateProfile profile) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256, random);
            var pair = generator.generateKeyPair();
            var certificate = authority.issue(profile, VerificationKey.of(pair.getPublic()), LEAF_LIFE);
            return new Leaf(certificate.orElseThrow(), pair);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has elliptic curves", e);
        }
    }

    record Leaf(X509Certificate certificate, KeyPair pair) {}

    public X509Certificate certificate() {
        return authority.certificate();
    }

    X509CRL crl() {
        return authority.revocations();
    }

    /** Takes back all certificates that this member has; how many those were. */
    Outcome<Integer> expel(NodeId member) {
        return authority.revokeHolder(member.value());
    }

    /** The list of what was taken back, in DER. */
    Bytes revocations() {
        try {
            return Bytes.of(authority.revocations().getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException("a list of revocations has an encoding", e);
        }
    }
}
