package org.healthsphere.node.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.specs.Bytes;

/** A file that is replaced as a whole and readable by the node's own user only. */
record FileShelf(Path path) implements Shelf {
    @Override
    public String stamp() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.fileKey() + " " + attributes.size();
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public Optional<Bytes> read() {
        try {
            return Files.exists(path) ? Optional.of(Bytes.of(Files.readAllBytes(path))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(Bytes all) {
        try {
            PrivateFile.write(path, all.array());
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the node cannot be written", e);
        }
    }
}
