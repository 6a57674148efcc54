package org.healthsphere.keys.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.Applicant.Certificates;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A member of the network, with its keys in memory and the certificates that say whose they are. */
public final class MemberIdentity implements KeyVault {
    private static final String ALIAS = "tls";

    private final NodeId id;
    private final NodeKeys keys;
    private final Certificates certificates;
    private final Signer signer;

    private MemberIdentity(NodeId id, NodeKeys keys, Certificates certificates) {
        this.id = id;
        this.keys = keys;
        this.certificates = certificates;
        this.signer = new SigningKey(keys.signing());
    }

    static Outcome<MemberIdentity> of(NodeId id, NodeKeys keys, Certificates certificates) {
        return certificates.matching(keys).map(matching -> new MemberIdentity(id, keys, matching));
    }

    public NodeId id() {
        return id;
    }

    /** The certificate of the key that it signs with. */
    public X509Certificate certificate() {
        return certificates.signing();
    }

    public X509Certificate tlsCertificate() {
        return certificates.tls();
    }

    /** SHA-256 of the DER of the TLS certificate: what others pin. */
    public Sha256 tlsFingerprint() {
        return fingerprint(certificates.tls());
    }

    /** The certificate of the authority of its network. */
    public X509Certificate authority() {
        return certificates.authority();
    }

    @Override
    public VerificationKey verificationKey() {
        return signer.verificationKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    @Override
    public RecipientKey recipientKey() {
        return keys.recipient().recipientKey();
    }

    @Override
    public Outcome<Bytes> agree(Bytes encapsulation, Bytes context) {
        return keys.recipient().agree(encapsulation, context);
    }

    @Override
    public SecretBox secretBox(String purpose) {
        return new SecretBox(keys.atRest()).forPurpose(purpose);
    }

    /** The TLS key and its chain as a key store in memory, for the server that has to hold it. */
    public KeyStore exportTlsKeyStore(Passphrase passphrase) {
        try {
            var store = emptyStore();
            store.setKeyEntry(ALIAS, keys.tls().getPrivate(), passphrase.reveal(), new Certificate[] {
                certificates.tls(), certificates.authority()
            });
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes every key", e);
        }
    }

    /** A PKCS#12 trust store that has the authority in it, for clients from outside. */
    public Bytes trustStore(Passphrase passphrase) {
        try (var out = new ByteArrayOutputStream()) {
            var store = emptyStore();
            store.setCertificateEntry("authority", certificates.authority());
            store.store(out, passphrase.reveal());
            return Bytes.of(out.toByteArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory takes every certificate", e);
        }
    }

    /** The certificate of the authority in PEM, for clients from outside. */
    public String authorityPem() {
        return Pem.of(certificates.authority());
    }

    /** SHA-256 of the DER of a certificate. */
    public static Sha256 fingerprint(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("was read from its encoding", e);
        }
    }

    /** Begins to renew its certificates: the key that it signs with stays, the TLS key is new. */
    public Renewal renewal(SecureRandom random) {
        return Renewal.begin(this, random);
    }

    NodeKeys keys() {
        return keys;
    }

    Certificates certificates() {
        return certificates;
    }

    @Override
    public String toString() {
        return "MemberIdentity[" + id + "]";
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
