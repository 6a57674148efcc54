package org.healthsphere.node.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.specs.Bytes;

/** A renewal of certificates in the node's folder, for as long as it is not over. */
record RenewalFile(Path path) implements Rotation.Shelf {
    @Override
    public Optional<Bytes> begun() {
        try {
            return Files.exists(path) ? Optional.of(Bytes.of(Files.readAllBytes(path))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void keep(Bytes begun) {
        try {
            PrivateFile.write(path, begun.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
