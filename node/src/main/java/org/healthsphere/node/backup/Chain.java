package org.healthsphere.node.backup;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.keys.identity.KeyVault;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.backup.Manifest.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A backup with all those that it adds to, the full one first. Nothing in it is believed before it was verified. */
final class Chain {
    private final Path folder;
    private final SecretBox box;
    private final List<Manifest> manifests;

    private Chain(Path folder, SecretBox box, List<Manifest> manifests) {
        this.folder = folder;
        this.box = box;
        this.manifests = manifests;
    }

    /** The names of the complete backups in a folder, the oldest first. */
    static List<String> names(Path folder) {
        try (var found = Files.list(folder)) {
            return found.filter(backup -> Files.exists(backup.resolve(Backups.MANIFEST)))
                    .map(backup -> backup.getFileName().toString())
                    .filter(name -> !name.endsWith(".unfinished"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chain of this backup, every signature and every digest of it verified. */
    static Outcome<Chain> verified(Path folder, String name, KeyVault vault) {
        var box = vault.secretBox(Backups.PURPOSE);
        List<Manifest> manifests = new ArrayList<>();
        var next = Optional.of(new Wanted(name, Optional.empty()));
        while (next.isPresent()) {
            switch (manifest(folder, next.get(), vault)) {
                case Outcome.Failure<Manifest>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Manifest>(var manifest) -> {
                    manifests.addFirst(manifest);
                    next = manifest.base().map(base -> new Wanted(base.name(), Optional.of(base.manifest())));
                }
            }
        }
        var chain = new Chain(folder, box, List.copyOf(manifests));
        return chain.problem().<Outcome<Chain>>map(Outcome::failed).orElseGet(() -> Outcome.of(chain));
    }

    private record Wanted(String name, Optional<Sha256> digest) {}

    private static Outcome<Manifest> manifest(Path folder, Wanted wanted, KeyVault vault) {
        var backup = folder.resolve(wanted.name());
        try {
            if (!Files.exists(backup.resolve(Backups.MANIFEST))) {
                return Outcome.failed(new Fault.NotFound("the backup " + wanted.name()));
            }
            var bytes = Files.readAllBytes(backup.resolve(Backups.MANIFEST));
            var signature = Files.readAllBytes(backup.resolve(Backups.SIGNATURE));
            var expected = wanted.digest().orElse(Sha256.of(bytes));
            if (!vault.verificationKey().verifies(bytes, signature) || !expected.equals(Sha256.of(bytes))) {
                return Outcome.failed(
                        new Fault.Invalid("the manifest of " + wanted.name() + " is not what was signed"));
            }
            return Manifest.of(Bytes.of(bytes))
                    .then(manifest -> manifest.name().equals(wanted.name())
                            ? Outcome.of(manifest)
                            : Outcome.failed(new Fault.Invalid("the backup " + wanted.name() + " is another one")));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("the backup " + wanted.name() + " cannot be read"));
        }
    }

    /** What is wrong with the files; empty when each is there, is what was written, and opens. */
    private Optional<Fault> problem() {
        for (var manifest : manifests) {
            for (var part : manifest.parts()) {
                if (!isWhole(manifest, part)) {
                    return Optional.of(new Fault.Invalid("the file " + part.file() + " of the backup " + manifest.name()
                            + " is damaged or missing"));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isWhole(Manifest manifest, Part part) {
        try {
            var file = folder.resolve(manifest.name()).resolve(part.file());
            if (!Files.exists(file) || Files.size(file) != part.bytes()) {
                return false;
            }
            var sealed = Bytes.of(Files.readAllBytes(file));
            return Sha256.of(sealed.array()).equals(part.digest())
                    && box.open(sealed, Parts.context(manifest.name(), part.file())) instanceof Outcome.Success;
        } catch (IOException e) {
            return false;
        }
    }

    Manifest newest() {
        return manifests.getLast();
    }

    List<Manifest> manifests() {
        return manifests;
    }

    /** Every piece of one of its backups, in their order. */
    void read(Manifest manifest, Consumer<Frame> to) {
        for (var part : manifest.parts()) {
            try {
                var sealed = Bytes.of(
                        Files.readAllBytes(folder.resolve(manifest.name()).resolve(part.file())));
                var plain = box.open(sealed, Parts.context(manifest.name(), part.file()))
                        .orElseThrow();
                var in = new DataInputStream(new ByteArrayInputStream(plain.array()));
                for (var frame = Frame.read(in); frame.isPresent(); frame = Frame.read(in)) {
                    to.accept(frame.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
