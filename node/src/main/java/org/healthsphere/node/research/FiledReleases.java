package org.healthsphere.node.research;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Releases as files: each the certificate as it was handed out, ready to be verified by anybody who has it. */
public final class FiledReleases implements Releases {
    private final Path folder;

    public FiledReleases(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Bytes> find(Sha256 key) {
        try {
            return Files.exists(file(key)) ? Optional.of(Bytes.of(Files.readAllBytes(file(key)))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void keep(Sha256 key, Bytes certificate) {
        try {
            Files.createDirectories(folder);
            var half = folder.resolve(key.hex() + ".part");
            write(half, certificate);
            Files.move(half, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Sha256 key) {
        return folder.resolve(key.hex() + ".json");
    }

    private static void write(Path file, Bytes bytes) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var buffer = ByteBuffer.wrap(bytes.array());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
