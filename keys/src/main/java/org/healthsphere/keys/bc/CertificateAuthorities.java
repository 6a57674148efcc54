package org.healthsphere.keys.bc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.LockedKey;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Founds authorities and opens them again.
 *
 * <p>One in a folder has {@code authority.pem} (its certificate), {@code authority.key.pem} (its key, encrypted) and
 * {@code register.ndjson} (what it issued and revoked). Several processes may work on a folder:
 * they share its register.
 */
public final class CertificateAuthorities {
    private static final String CERTIFICATE = "authority.pem";
    private static final String KEY = "authority.key.pem";
    private static final String REGISTER = "register.ndjson";

    private final InstantSource clock;
    private final SecureRandom random;

    public CertificateAuthorities(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** One that ends with the process: simulation and tests. */
    public CertificateAuthority inMemory(Founding founding) {
        return authority(root(founding), Register.inMemory());
    }

    /** A new one in a folder that holds none yet. */
    public CertificateAuthority found(Founding founding, Path folder, Passphrase passphrase) throws IOException {
        if (Files.exists(folder.resolve(CERTIFICATE))) {
            throw new FileAlreadyExistsException(folder.toString(), null, "an authority lives here already");
        }
        var root = root(founding);
        PrivateFile.write(
                folder.resolve(KEY),
                LockedKey.lock(root.key(), passphrase, random).getBytes(StandardCharsets.US_ASCII));
        PrivateFile.write(folder.resolve(REGISTER), new byte[0]);
        // Last, since it is what says that an authority is here.
        PrivateFile.write(
                folder.resolve(CERTIFICATE), Pem.of(root.certificate()).getBytes(StandardCharsets.US_ASCII));
        return authority(root, Register.in(folder.resolve(REGISTER)));
    }

    /** The one that was founded in this folder, or why it cannot be opened. */
    public Outcome<CertificateAuthority> open(Path folder, Passphrase passphrase) throws IOException {
        if (!Files.exists(folder.resolve(CERTIFICATE))) {
            return Outcome.failed(new Fault.NotFound("an authority in this folder"));
        }
        var register = Register.in(folder.resolve(REGISTER));
        var key = LockedKey.unlock(Files.readString(folder.resolve(KEY)), passphrase);
        return Pem.certificates(Files.readString(folder.resolve(CERTIFICATE)))
                .then(found -> key.map(k -> authority(new Root(found.getFirst(), k), register)));
    }

    private Root root(Founding founding) {
        return Root.create(founding, BcCertificateAuthority.seconds(clock.instant()), random);
    }

    private CertificateAuthority authority(Root root, Register register) {
        return new BcCertificateAuthority(root, register, clock, random);
    }
}
