package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all blocks up to one have come to, in a file beside them, so that a start need not read them all. It is never needed: one
 * that is damaged, torn, or not of these blocks is passed over with a reason, and all blocks are read.
 *
 * <p>It holds of private values only the hashes that the blocks hold as well. The file is written whole under another name and
 * takes the old one's place at once.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final String NAME = "snapshot";
    private static final long FORMAT = 0x48534c5331L;
    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER = 1 << 16;

    /** So many blocks make one worth its while at a start and at a stop; while the ledger runs, many times as many. */
    static final int USUAL = 1_000;

    private static final int RUNNING = 20;

    private final Disk disk;
    private final Path path;
    private final int least;
    private long upTo;

    /** @param least how many blocks make one worth its while */
    Snapshots(Disk disk, Path folder, int least) {
        this.disk = disk;
        this.path = folder.resolve(NAME);
        this.least = least;
    }

    /**
     * What a snapshot says.
     *
     * @param committed where every transaction up to there ended up
     */
    record Contents(Blocks.Tip tip, StateImage state, Map<String, Chain.Committed> committed) {}

    /** The one in the folder, if it is whole; whether it is of these blocks, the caller must see. */
    Optional<Contents> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (var file = disk.open(path, StandardOpenOption.READ)) {
            if (!isWhole(file)) {
                return ignored("it is damaged");
            }
            var in = new DataInputStream(new BufferedInputStream(new DiskStreams.In(file, file.size()), BUFFER));
            if (in.readLong() != FORMAT) {
                return ignored("it is of another format");
            }
            return Optional.of(contents(in));
        } catch (IOException | RuntimeException e) {
            return ignored("it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** It is not of these blocks, or not whole. */
    <T> Optional<T> ignored(String reason) {
        LOG.warn("the ledger's snapshot is ignored and all blocks are read: {}", reason);
        return Optional.empty();
    }

    private static boolean isWhole(Disk.File file) throws IOException {
        var length = file.size() - DIGEST_BYTES;
        if (length <= 0) {
            return false;
        }
        var digest = sha256();
        try (var in = new DigestInputStream(new DiskStreams.In(file, length), digest)) {
            var buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {
                // The digest is what is wanted.
            }
        }
        var said = new DiskStreams.In(file, file.size());
        said.seek(length);
        return MessageDigest.isEqual(digest.digest(), said.readAllBytes());
    }

    private Contents contents(DataInputStream in) throws IOException {
        var tip = new Blocks.Tip(in.readLong(), bytes(in), bytes(in));
        upTo = tip.next();
        var state = StateImage.read(in);
        Map<String, Chain.Committed> committed = new HashMap<>();
        for (var left = in.readInt(); left > 0; left--) {
            var id = bytes(in).toStringUtf8();
            var code = TxValidationCode.forNumber(in.readInt());
            committed.put(id, new Chain.Committed(in.readLong(), in.readInt(), code));
        }
        return new Contents(tip, state, committed);
    }

    /** Whether so much has come since the last one that a new one is worth its while, between runs or while it runs. */
    boolean isDue(Blocks.Tip tip, boolean running, int transactions) {
        var grown = tip.next() - upTo;
        // While it runs nobody commits meanwhile: so rarely that it is a small part of the work.
        return running ? grown >= (long) least * RUNNING && grown * RUNNING >= transactions : grown >= least;
    }

    /** Puts one in the place of the one before. That it could not be written is no more than a slower start. */
    void write(Contents contents) {
        var fresh = path.resolveSibling(NAME + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (var file =
                    disk.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                write(file, contents);
                file.force();
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            upTo = contents.tip().next();
        } catch (IOException e) {
            LOG.warn("no snapshot of the ledger is written: {}", e.toString());
        }
    }

    private static void write(Disk.File file, Contents contents) throws IOException {
        var digest = sha256();
        var raw = new DiskStreams.Out(file);
        var out = new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(raw, digest), BUFFER));
        out.writeLong(FORMAT);
        out.writeLong(contents.tip().next());
        bytes(out, contents.tip().hash());
        bytes(out, contents.tip().commitHash());
        contents.state().write(out);
        out.writeInt(contents.committed().size());
        for (var entry : contents.committed().entrySet()) {
            bytes(out, ByteString.copyFromUtf8(entry.getKey()));
            out.writeInt(entry.getValue().code().getNumber());
            out.writeLong(entry.getValue().block());
            out.writeInt(entry.getValue().index());
        }
        out.flush();
        raw.write(digest.digest());
    }

    static void bytes(DataOutputStream out, ByteString bytes) throws IOException {
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    static ByteString bytes(DataInputStream in) throws IOException {
        return ByteString.copyFrom(in.readNBytes(in.readInt()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
