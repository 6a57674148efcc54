package org.healthsphere.keys.bc;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** An authority on P-256 whose private key is in memory. */
final class BcCertificateAuthority implements CertificateAuthority {
    static final String ALGORITHM = "SHA256withECDSA";
    /** Clocks of members that lag behind this much still take a new certificate. */
    static final Duration BACKDATED = Duration.ofMinutes(5);

    static final Duration LIST_LIFETIME = Duration.ofHours(24);

    private static final int SERIAL_BITS = 158;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Register register;
    private final InstantSource clock;
    private final SecureRandom random;
    private Optional<X509CRL> list = Optional.empty();

    BcCertificateAuthority(Root root, Register register, InstantSource clock, SecureRandom random) {
        this.certificate = root.certificate();
        this.key = root.key();
        this.register = register;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public Outcome<X509Certificate> issue(CertificateProfile profile, Bytes pkcs10, Duration validity) {
        return BcCertificateRequests.key(pkcs10, profile).then(key -> issue(profile, key, validity));
    }

    @Override
    public synchronized Outcome<X509Certificate> issue(
            CertificateProfile profile, VerificationKey holder, Duration validity) {
        var now = seconds(clock.instant());
        var until = now.plus(validity);
        if (!until.isAfter(now) || until.isAfter(certificate.getNotAfter().toInstant())) {
            return Outcome.failed(new Fault.Conflict("a certificate ends after now and before its authority's own"));
        }
        var serial = serial(random);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer(),
                    serial,
                    Date.from(now.minus(BACKDATED)),
                    Date.from(until),
                    Subjects.of(profile),
                    holder.publicKey());
            Extensions.leaf(builder, profile, holder.publicKey(), certificate);
            var leaf = new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
            register.issue(serial, leaf.getSubjectX500Principal().getName(), until);
            return Outcome.of(leaf);
        } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("the authority cannot sign a certificate", e);
        }
    }

    @Override
    public synchronized Outcome<Instant> revoke(BigInteger serial) {
        var since = register.revoke(serial, seconds(clock.instant()));
        return since.<Outcome<Instant>>map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("a certificate of this serial number")));
    }

    @Override
    public synchronized Outcome<Integer> revokeHolder(String commonName) {
        var issued = register.issuedTo(commonName);
        if (issued.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("a certificate of this holder"));
        }
        var standing = new ArrayList<>(issued);
        standing.removeAll(register.revoked().keySet());
        var now = seconds(clock.instant());
        var taken = standing.stream()
                .flatMap(serial -> register.revoke(serial, now).stream())
                .toList();
        return Outcome.of(taken.size());
    }

    @Override
    public synchronized X509CRL revocations() {
        var now = seconds(clock.instant());
        var current = list.filter(this::isComplete)
                .filter(l -> !now.isBefore(l.getThisUpdate().toInstant()))
                .filter(l -> now.isBefore(l.getThisUpdate().toInstant().plus(LIST_LIFETIME.dividedBy(2))))
                .orElseGet(() -> newList(now));
        list = Optional.of(current);
        return current;
    }

    /** Another process may have revoked meanwhile. */
    private boolean isComplete(X509CRL known) {
        var entries = known.getRevokedCertificates();
        return register.revoked().size() == (entries == null ? 0 : entries.size());
    }

    private X509CRL newList(Instant now) {
        try {
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(now));
            builder.setNextUpdate(Date.from(now.plus(LIST_LIFETIME)));
            register.revoked()
                    .forEach((serial, at) -> builder.addCRLEntry(serial, Date.from(at), CRLReason.unspecified));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(register.nextList())));
            return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
        } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("the authority cannot sign its list", e);
        }
    }

    private X500Name issuer() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(ALGORITHM).build(key);
    }

    /** Positive, at most 20 octets, not to be guessed (RFC 5280, section 4.1.2.2). */
    static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    /** X.509 counts in whole seconds. */
    static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
