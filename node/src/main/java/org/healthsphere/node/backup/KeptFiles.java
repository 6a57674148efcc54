package org.healthsphere.node.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** The files of a node's folder that go into a backup: all but the keys, what is copied otherwise, and what can be made anew. */
record KeptFiles(Path data) {
    static final String USERS = "users.json";
    static final String VAULT = "vault";
    private static final Pattern MESSAGE = Pattern.compile("quarantine/([0-9a-f]+)\\.(?:json|sealed)");
    private static final int PIECE = 1 << 20;
    private static final Set<String> NOT = Set.of("store", "index", "terminology", "keys", VAULT);

    /** Each file is whole as it was at some moment of the call; one that grows, up to where it was. */
    void copy(KeyRing keys, Consumer<Frame> to) {
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(this::isCopied)
                    .sorted()
                    .toList()) {
                copy(file, keys, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isCopied(Path file) {
        var path = data.relativize(file);
        var name = path.getFileName().toString();
        return !NOT.contains(path.getName(0).toString())
                && !name.endsWith(".draft")
                && !name.endsWith(".part")
                && !name.endsWith(".lock");
    }

    private void copy(Path file, KeyRing keys, Consumer<Frame> to) throws IOException {
        var path = data.relativize(file).toString();
        if (path.equals(USERS)) {
            Accounts.sealed(Bytes.of(Files.readAllBytes(file)), keys).forEach(to);
            return;
        }
        try (var in = Files.newInputStream(file)) {
            var left = Files.size(file);
            var offset = 0L;
            do {
                var piece = in.readNBytes((int) Math.min(PIECE, left));
                to.accept(new Frame.OfFile(path, offset, Bytes.of(piece)));
                offset += piece.length;
                left -= piece.length;
            } while (left > 0);
        } catch (NoSuchFileException _) {
            // It was taken away meanwhile, as a message is that could be taken in after all.
        }
    }

    /** Writes files again as they were copied, but messages that nobody can read any more. */
    void write(Frame.OfFile piece, KeyRing keys) {
        var message = MESSAGE.matcher(piece.path());
        if (!message.matches() || keys.ofMessage(message.group(1)).isPresent()) {
            write(piece);
        }
    }

    private void write(Frame.OfFile piece) {
        var file = data.resolve(piece.path()).normalize();
        if (!file.startsWith(data)) {
            throw new IllegalArgumentException("a backup holds files of the node's folder only");
        }
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(data));
            try (var channel = Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.position(piece.offset());
                var _ = channel.write(ByteBuffer.wrap(piece.content().array()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(List<Frame.Account> accounts, KeyRing keys) {
        if (!accounts.isEmpty()) {
            try {
                PrivateFile.write(
                        data.resolve(USERS), Accounts.file(accounts, keys).array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
