package org.healthsphere.terminology.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Locks that somebody has spoken of, each in a file that its digest names. */
final class KeptLocks {
    private final Path folder;

    KeptLocks(Path folder) {
        this.folder = folder;
    }

    void keep(TerminologyLock lock) {
        try {
            var file = folder.resolve(lock.digest() + ".json");
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                var part = Files.write(
                        Files.createTempFile(folder, "lock", ".part"), lock.json().array());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lock of the digest; empty when it is not here, or no longer what its name says. */
    Optional<TerminologyLock> find(Sha256 digest) {
        try {
            var file = folder.resolve(digest + ".json");
            return Files.exists(file)
                    ? parsed(Bytes.of(Files.readAllBytes(file)))
                            .filter(lock -> lock.digest().equals(digest))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<TerminologyLock> parsed(Bytes json) {
        return TerminologyLock.parse(json) instanceof Outcome.Success<TerminologyLock>(var lock)
                ? Optional.of(lock)
                : Optional.empty();
    }
}
