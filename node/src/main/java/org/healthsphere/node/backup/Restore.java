package org.healthsphere.node.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.identity.KeyVault;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.ignite.StoreCopy;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The way back from a backup, for a node that does not run. Every signature and digest is verified, and all is made anew beside
 * what is there, before anything is replaced.
 */
public final class Restore {
    private final Path data;
    private final Optional<Path> keysCopy;
    private final KeyVault vault;
    private final InstantSource clock;
    private final SecureRandom random;

    /** The node's folder, and the second copy of its keys. */
    public record Where(Path data, Optional<Path> keysCopy) {}

    public Restore(Where where, KeyVault vault, InstantSource clock, SecureRandom random) {
        this.data = where.data().toAbsolutePath().normalize();
        this.keysCopy = where.keysCopy();
        this.vault = vault;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A backup that can be believed.
     *
     * @param backups of how many it consists
     * @param to the last change that is in it
     */
    public record Checked(String name, int backups, long to) {}

    /** Verifies this backup and all that it adds to, or the newest of the folder. */
    public Outcome<Checked> verify(Path folder, Optional<String> name) {
        return chain(folder, name).map(Restore::checked);
    }

    private static Checked checked(Chain chain) {
        return new Checked(
                chain.newest().name(), chain.manifests().size(), chain.newest().to());
    }

    /** The newest backup of a folder. */
    public static Optional<String> newest(Path folder) {
        var names = Files.isDirectory(folder) ? Chain.names(folder) : List.<String>of();
        return names.isEmpty() ? Optional.empty() : Optional.of(names.getLast());
    }

    private Outcome<Chain> chain(Path folder, Optional<String> name) {
        if (!Files.isDirectory(folder)) {
            return Outcome.failed(new Fault.NotFound("the folder of backups"));
        }
        var wanted = name.or(() -> newest(folder));
        return wanted.isEmpty()
                ? Outcome.failed(new Fault.NotFound("a backup in this folder"))
                : Chain.verified(folder, wanted.get(), vault);
    }

    /**
     * Puts the node's folder back to what the backup holds. What was there stays beside it, without keys, index and
     * accounts: they would outlive an erasure.
     */
    public Outcome<Checked> restore(Path folder, Optional<String> name) {
        return chain(folder, name)
                .then(chain -> keyFile().then(keys -> {
                    try {
                        return restore(chain, folder, keys);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    private Outcome<Checked> restore(Chain chain, Path folder, Path keys) throws IOException {
        requireStopped();
        var stage = data.resolveSibling(data.getFileName() + ".restoring");
        delete(stage);
        fill(chain, folder, stage, keys);
        return switch (new KeptAudit(data, stage).goOn(chain.newest(), clock)) {
            case Outcome.Failure<?>(var fault) -> Outcome.failed(fault);
            case Outcome.Success<?> _ -> {
                replace(stage);
                yield Outcome.of(checked(chain));
            }
        };
    }

    private Path keys() {
        return data.resolve("keys").resolve("records.keys");
    }

    /** The file of keys as it is today; the backup has none. */
    private Outcome<Path> keyFile() {
        return Optional.of(keys())
                .filter(Files::exists)
                .or(() -> keysCopy.filter(Files::exists))
                .map(Outcome::of)
                .orElseGet(
                        () -> Outcome.failed(
                                new Fault.NotFound(
                                        "the file of keys, neither in the node's folder nor where keys.copy says: nothing can be read without it")));
    }

    /** A node that runs holds its keys locked. */
    private void requireStopped() {
        if (Files.exists(keys())) {
            open(keys()).close();
        }
    }

    private void fill(Chain chain, Path folder, Path stage, Path keyFile) throws IOException {
        var staged = stage.resolve("keys").resolve("records.keys");
        Files.createDirectories(stage.resolve("keys"));
        Files.copy(keyFile, staged, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(
                folder.resolve(chain.newest().name()).resolve(KeptFiles.VAULT),
                stage.resolve(KeptFiles.VAULT),
                StandardCopyOption.COPY_ATTRIBUTES);
        try (var keys = open(staged)) {
            endWhatWasErased(chain, keys);
            fillFiles(chain, stage, keys);
        }
        var settings = IgniteSettings.of(
                stage.resolve("store"), "restore-" + chain.newest().node().value());
        IgniteResourceStore.restore(settings, chain.newest().to(), open(staged), to -> records(chain, to));
    }

    private void fillFiles(Chain chain, Path stage, KeyRing keys) {
        var files = new KeptFiles(stage);
        var audit = new KeptAudit(data, stage);
        var accounts = new ArrayList<Frame.Account>();
        chain.read(chain.newest(), frame -> {
            switch (frame) {
                case Frame.OfFile piece when audit.isThere() && KeptAudit.holds(piece) -> {}
                case Frame.OfFile piece -> files.write(piece, keys);
                case Frame.Account account -> accounts.add(account);
                case Frame.Mark _, Frame.Chunk _ -> {}
            }
        });
        files.write(accounts, keys);
    }

    private KeyRing open(Path file) {
        return KeyRing.open(new KeyRing.Places(file, keysCopy), vault.secretBox("record-keys"), random, clock);
    }

    /** An old file of keys may know less of erasures than the backups do. */
    private static void endWhatWasErased(Chain chain, KeyRing keys) {
        var erased = new HashSet<>(chain.newest().erased());
        erased.removeAll(keys.destroyed());
        erased.removeIf(number -> number > keys.size());
        keys.destroy(erased);
    }

    /** The marks as they were last, the commits of all. */
    private static void records(Chain chain, StoreCopy to) {
        for (var manifest : chain.manifests()) {
            chain.read(manifest, frame -> {
                switch (frame) {
                    case Frame.Mark(var space, var name, var stored)
                    when manifest.equals(chain.newest()) -> to.mark(space, name, stored.array());
                    case Frame.Chunk(var place, var stored) -> to.chunk(place, stored.array());
                    case Frame.Mark _, Frame.OfFile _, Frame.Account _ -> {}
                }
            });
        }
    }

    private void replace(Path stage) throws IOException {
        if (Files.exists(data)) {
            var before = data.resolveSibling(data.getFileName() + ".before-" + clock.millis());
            Files.move(data, before, StandardCopyOption.ATOMIC_MOVE);
            Files.move(stage, data, StandardCopyOption.ATOMIC_MOVE);
            delete(before.resolve("keys"));
            delete(before.resolve("index"));
            delete(before.resolve(KeptFiles.USERS));
        } else {
            Files.move(stage, data, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (var found = Files.walk(folder)) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (var file : all) {
                Files.delete(file);
            }
        }
    }
}
