package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The credentials that come in the place of those of one of an organization's own. They lie beside them until everybody knows them,
 * so that what was broken off goes on with the same ones.
 */
record Replacement(Organization organization, String who) {
    private static final String NEXT = "next";
    private static final String REPLACED = "replaced";

    private Path folder() {
        return organization.folder().resolve(NEXT).resolve(who);
    }

    private Msp msp(Path home) {
        return new Msp(home.resolve("msp"));
    }

    private Credential.Place tls(Path home) {
        return new Credential.Place(home.resolve("tls/cert.pem"), home.resolve("tls/key.pem"));
    }

    /** Who is somebody on the ledger has an identity there beside his end of TLS. */
    private boolean hasIdentity() {
        return Files.exists(organization.msp(who).place().certificate());
    }

    boolean isThere() {
        return Files.exists(folder());
    }

    /** Whether it is under way, or what it replaces ends before this moment. */
    boolean isDue(Instant before) throws IOException {
        return isThere() || end().isBefore(before);
    }

    /** When the first of what is in use ends. */
    Instant end() throws IOException {
        var end = Instant.MAX;
        for (var certificate : inUse()) {
            var own = certificate.getNotAfter().toInstant();
            end = own.isBefore(end) ? own : end;
        }
        return end;
    }

    private List<X509Certificate> inUse() throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        all.add(Credential.readCertificate(organization.tls(who).certificate()));
        if (hasIdentity()) {
            all.add(organization.msp(who).self().certificate());
        }
        return List.copyOf(all);
    }

    /**
     * Makes them, unless they are made.
     *
     * @param keepsTlsKey whether the end of TLS keeps its key, by which others know it
     */
    void prepare(Registry registry, String host, boolean keepsTlsKey) throws IOException {
        if (isThere()) {
            return;
        }
        var draft = folder().resolveSibling(who + ".draft");
        Folders.delete(draft);
        if (hasIdentity()) {
            registry.again(organization.msp(who).self()).write(msp(draft).place());
        }
        var kept = keepsTlsKey ? Optional.of(Credential.read(organization.tls(who))) : Optional.<Credential>empty();
        registry.tls(who, host, kept).write(tls(draft));
        Files.move(draft, folder(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The certificates by which the others will know an orderer. */
    Consenters.Certificates certificates() throws IOException {
        return new Consenters.Certificates(
                ConfigParts.pem(msp(folder()).self().certificate()),
                ConfigParts.pem(Credential.readCertificate(tls(folder()).certificate())));
    }

    /** Puts them in the place of those before, of which the certificates are kept. */
    void take() throws IOException {
        exchange(organization.tls(who), tls(folder()));
        if (hasIdentity()) {
            exchange(organization.msp(who).place(), msp(folder()).place());
        }
    }

    private void exchange(Credential.Place present, Credential.Place next) throws IOException {
        var old = Credential.readCertificate(present.certificate());
        var coming = Credential.read(next);
        if (!old.equals(coming.certificate())) {
            Credential.writeCertificate(replaced(old), old);
        }
        coming.write(present);
    }

    private Path replaced(X509Certificate certificate) {
        return organization
                .folder()
                .resolve(REPLACED)
                .resolve(who + "-" + certificate.getSerialNumber().toString(16) + ".pem");
    }

    /** It is over: everybody knows the new ones. */
    void done() throws IOException {
        Folders.delete(folder());
    }
}
