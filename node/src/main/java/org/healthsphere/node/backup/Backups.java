package org.healthsphere.node.backup;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.healthsphere.keys.identity.KeyVault;
import org.healthsphere.node.backup.Manifest.Base;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Makes backups while the node runs.
 *
 * <p>All that was acknowledged before the call is in the backup. It is sealed under a key of the vault, and holds no key of a
 * patient: whoever restores it needs the file of keys, and who was erased there stays erased.
 */
public final class Backups {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String PURPOSE = "backup";
    private static final String SPACE = "backup";
    private static final String LAST = "last";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(UTC);

    private final Self self;
    private final KeyVault vault;
    private final IgniteResourceStore store;
    private final KeyRing keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ReentrantLock one = new ReentrantLock();

    /** The node, and the folder of all that it keeps. */
    public record Self(NodeId node, Path data) {}

    public Backups(
            Self self,
            KeyVault vault,
            IgniteResourceStore store,
            KeyRing keys,
            InstantSource clock,
            SecureRandom random) {
        this.self = self;
        this.vault = vault;
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** Whether all is copied, or what came since the last backup in the folder. */
    public enum Kind {
        FULL,
        INCREMENTAL
    }

    /**
     * A backup that is complete.
     *
     * @param full whether it stands for itself
     * @param to the last change that is in it
     */
    public record Written(String name, boolean full, long to, long bytes) {}

    /**
     * Writes a backup into a folder of its own below this one. An incremental one is full where the one before it is not there.
     *
     * <p>{@link Fault.Conflict} while another one is being written; {@link Fault.Unavailable} when the folder cannot be written.
     */
    public Outcome<Written> write(Path folder, Kind kind) {
        if (!one.tryLock()) {
            return Outcome.failed(new Fault.Conflict("a backup is being written"));
        }
        try {
            Files.createDirectories(folder);
            var now = clock.instant();
            var base = kind == Kind.FULL ? Optional.<Base>empty() : last(folder);
            var name = NAME.format(now) + (base.isPresent() ? "-incremental" : "-full");
            var draft = Files.createDirectory(folder.resolve(name + ".unfinished"));
            return written(new Plan(folder, draft, name, base), now);
        } catch (IOException | UncheckedIOException e) {
            return Outcome.failed(new Fault.Unavailable("the folder of backups"));
        } finally {
            one.unlock();
        }
    }

    private record Plan(Path folder, Path draft, String name, Optional<Base> base) {}

    /** The backup that the store knows as its last, if it is there and the same. */
    private Optional<Base> last(Path folder) {
        return store.mark(SPACE, LAST)
                .map(Bytes::utf8)
                .map(text -> text.split(" ", 2))
                .map(parts -> new Base(parts[0], new Sha256(parts[1])))
                .filter(base -> digest(folder.resolve(base.name())).equals(Optional.of(base.manifest())));
    }

    private static Optional<Sha256> digest(Path backup) {
        try {
            var manifest = backup.resolve(MANIFEST);
            return Files.exists(manifest) ? Optional.of(Sha256.of(Files.readAllBytes(manifest))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome<Written> written(Plan plan, Instant now) throws IOException {
        var after = plan.base().isPresent()
                ? to(plan.folder().resolve(plan.base().get().name()))
                : 0;
        var parts = new Parts(plan.draft(), plan.name(), vault.secretBox(PURPOSE), random);
        // The files first: what leaves them meanwhile has come into the store, which is copied last.
        new KeptFiles(self.data()).copy(keys, parts::add);
        return store.copy(after, parts).then(to -> {
            var manifest =
                    new Manifest(self.node(), plan.name(), plan.base(), now, after, to, keys.destroyed(), parts.end());
            return finished(plan, manifest);
        });
    }

    private static long to(Path backup) throws IOException {
        return Manifest.of(Bytes.of(Files.readAllBytes(backup.resolve(MANIFEST))))
                .orElseThrow()
                .to();
    }

    private Outcome<Written> finished(Plan plan, Manifest manifest) {
        try {
            var bytes = manifest.bytes();
            Files.copy(
                    self.data().resolve(KeptFiles.VAULT),
                    plan.draft().resolve(KeptFiles.VAULT),
                    StandardCopyOption.COPY_ATTRIBUTES);
            Parts.write(plan.draft().resolve(MANIFEST), bytes.array());
            Parts.write(plan.draft().resolve(SIGNATURE), vault.sign(bytes.array()));
            sync(plan.draft());
            Files.move(plan.draft(), plan.folder().resolve(plan.name()), StandardCopyOption.ATOMIC_MOVE);
            sync(plan.folder());
            store.putMark(new Mark(SPACE, LAST, Bytes.utf8(plan.name() + " " + Sha256.of(bytes.array()))));
            var size = manifest.parts().stream().mapToLong(Manifest.Part::bytes).sum();
            return Outcome.of(new Written(plan.name(), plan.base().isEmpty(), manifest.to(), size));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable("the folder of backups"));
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
