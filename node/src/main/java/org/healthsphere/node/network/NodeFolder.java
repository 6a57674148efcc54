package org.healthsphere.node.network;

import java.io.ByteArrayInputStream;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.federation.linkage.oblivious.LinkageShare;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.VaultFile;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Where everything of one node lies. */
public record NodeFolder(Path data) {
    private static final String LEDGER = "ledger.der";
    private static final String LEDGER_AUTHORITY = "ledger-authority.der";
    private static final String REVOCATIONS = "revocations.crl";
    private static final String LINKAGE_KEY = "linkage.json";
    private static final String LINKAGE_SHARE = "linkage.sealed";
    private static final String LINKAGE_ANEW = "linkage-anew.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RENEWAL = "renewal.json";

    /**
     * What the network gives to a new member.
     *
     * @param ledger the certificate that it is known by on the ledger
     * @param linkage of the key of tokens
     * @param revocations the authority's list, in DER
     */
    public record FromNetwork(X509Certificate ledger, Dealt linkage, Bytes revocations) {}

    /**
     * The key by which members make tokens together.
     *
     * @param key what everybody may know of it
     * @param share this member's, sealed for it
     */
    public record Dealt(Bytes key, Bytes share) {}

    /** Makes this the folder of a new member. */
    public void write(MemberIdentity identity, Passphrase passphrase, FromNetwork network, SecureRandom random) {
        try {
            Files.createDirectories(data.resolve("network"));
            vault().write(identity, passphrase, random);
            PrivateFile.write(of(LEDGER), network.ledger().getEncoded());
            PrivateFile.write(of(LINKAGE_KEY), network.linkage().key().array());
            PrivateFile.write(of(LINKAGE_SHARE), network.linkage().share().array());
            keepRevocations(network.revocations());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    private Path of(String name) {
        return data.resolve("network").resolve(name);
    }

    public VaultFile vault() {
        return new VaultFile(data.resolve("vault"));
    }

    public X509Certificate ledgerCertificate() {
        return certificate(LEDGER);
    }

    private X509Certificate certificate(String name) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(of(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(name + " in the node's folder is damaged", e);
        }
    }

    /** From now on the node is known by this certificate on a ledger whose TLS this authority vouches for. */
    void moveLedger(X509Certificate ledger, X509Certificate authority) {
        try {
            PrivateFile.write(of(LEDGER_AUTHORITY), authority.getEncoded());
            PrivateFile.write(of(LEDGER), ledger.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    /** Who vouches for the ledger's TLS, where it is not the network's own authority. */
    Optional<X509Certificate> ledgerAuthority() {
        return Files.exists(of(LEDGER_AUTHORITY)) ? Optional.of(certificate(LEDGER_AUTHORITY)) : Optional.empty();
    }

    /** The bytes of the list that was kept last. */
    public Optional<Bytes> revocations() {
        try {
            return Files.exists(of(REVOCATIONS))
                    ? Optional.of(Bytes.of(Files.readAllBytes(of(REVOCATIONS))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void keepRevocations(Bytes list) {
        try {
            PrivateFile.write(of(REVOCATIONS), list.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key of tokens, as everybody may know it. */
    public Bytes linkageKey() {
        return dealt().key();
    }

    /** This member's share of it. */
    public Outcome<LinkageShare> linkage(MemberIdentity identity) {
        var dealt = dealt();
        return LinkageKey.parse(dealt.key())
                .then(key -> identity.unseal(dealt.share(), NetworkAuthority.LINKAGE)
                        .then(share -> key.share(identity.id(), share)));
    }

    /** Both parts are one file, so that no crash leaves a key with the share of another. */
    void deal(Dealt anew) {
        try {
            var json = JSON.createObjectNode()
                    .put("key", anew.key().base64url())
                    .put("share", anew.share().base64url());
            PrivateFile.write(of(LINKAGE_ANEW), JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Dealt dealt() {
        if (!Files.exists(of(LINKAGE_ANEW))) {
            return new Dealt(read(LINKAGE_KEY), read(LINKAGE_SHARE));
        }
        try {
            var json = JSON.readTree(read(LINKAGE_ANEW).array());
            return new Dealt(
                    Bytes.base64url(json.path("key").asText()),
                    Bytes.base64url(json.path("share").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bytes read(String name) {
        try {
            return Bytes.of(Files.readAllBytes(of(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with the renewal of certificates that was begun. */
    public Rotation.Shelf renewals() {
        return new RenewalFile(of(RENEWAL));
    }

    /** Puts a member's new certificates in the place of the old ones; the ledger's only where the network's authority issues it. */
    void renew(MemberIdentity identity, Passphrase passphrase, Bytes ledger, SecureRandom random) {
        try {
            vault().write(identity, passphrase, random);
            if (!ledger.isEmpty() && ledgerAuthority().isEmpty()) {
                PrivateFile.write(of(LEDGER), ledger.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the accounts of people. */
    public Path users() {
        return data.resolve("users.json");
    }

    /** The file with the apps that people may connect. */
    public Path apps() {
        return data.resolve("apps.json");
    }

    /** The folder of one part of the node. */
    public Path part(String name) {
        return data.resolve(name);
    }
}
