package org.healthsphere.node.backup;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.backup.Manifest.Part;
import org.healthsphere.node.store.ignite.StoreCopy;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Writes a backup's pieces, sealed, into files of a few megabytes. */
final class Parts implements StoreCopy {
    private static final int FULL = 8 << 20;

    private final Path folder;
    private final String backup;
    private final SecretBox box;
    private final SecureRandom random;
    private final List<Part> written = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream();

    Parts(Path folder, String backup, SecretBox box, SecureRandom random) {
        this.folder = folder;
        this.backup = backup;
        this.box = box;
        this.random = random;
    }

    @Override
    public void mark(String space, UUID name, byte[] stored) {
        add(new Frame.Mark(space, name, Bytes.of(stored)));
    }

    @Override
    public void chunk(long place, byte[] stored) {
        add(new Frame.Chunk(place, Bytes.of(stored)));
    }

    void add(Frame frame) {
        try {
            frame.write(new DataOutputStream(open));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (open.size() >= FULL) {
            roll();
        }
    }

    /** All that were written; nothing is added after. */
    List<Part> end() {
        if (open.size() > 0) {
            roll();
        }
        return List.copyOf(written);
    }

    private void roll() {
        var file = "part-%05d.sealed".formatted(written.size() + 1);
        var sealed = box.seal(Bytes.of(open.toByteArray()), context(backup, file), random);
        write(folder.resolve(file), sealed.array());
        written.add(new Part(file, sealed.length(), Sha256.of(sealed.array())));
        open = new ByteArrayOutputStream();
    }

    /** What a part is sealed for: it opens as this file of this backup only. */
    static Bytes context(String backup, String file) {
        return Bytes.utf8(backup + "/" + file);
    }

    /** Durable on return. */
    static void write(Path file, byte[] content) {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                var _ = channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
