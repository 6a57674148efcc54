package org.healthsphere.node.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** In a small file that is replaced as a whole. */
public final class BallotFile implements Ballots {
    private static final int FORMAT = 0x68733101;

    private final Path file;

    public BallotFile(Path file) {
        this.file = file;
    }

    @Override
    public State load() {
        if (!Files.exists(file)) {
            return State.NEW;
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            if (in.readInt() != FORMAT) {
                throw new IOException("not a file of this release: " + file);
            }
            var term = in.readLong();
            var vote = in.readInt();
            var whole = in.readBoolean();
            List<Run> runs = new ArrayList<>();
            for (var left = in.readInt(); left > 0; left--) {
                runs.add(new Run(in.readLong(), in.readLong()));
            }
            return new State(term, vote, whole, runs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void save(State state) {
        var next = file.resolveSibling(file.getFileName() + ".next");
        try {
            var folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap(bytes(state));
                while (bytes.hasRemaining()) {
                    var _ = channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(State state) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        out.writeLong(state.term());
        out.writeInt(state.vote());
        out.writeBoolean(state.whole());
        out.writeInt(state.runs().size());
        for (var run : state.runs()) {
            out.writeLong(run.term());
            out.writeLong(run.first());
        }
        return bytes.toByteArray();
    }
}
