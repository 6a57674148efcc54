package org.healthsphere.node.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;

/** A folder with two files for each entry: what is known about it, and the sealed bytes, written first. */
public final class FolderQuarantine implements Quarantine {
    private static final String ABOUT = ".json";
    private static final String SEALED = ".sealed";

    private final Path folder;
    private final Seal seal;

    public FolderQuarantine(Path folder, Seal seal) {
        this.folder = folder;
        this.seal = seal;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Entry put(String kind, String source, Bytes raw, String reason, Instant now) {
        var id = Quarantine.id(kind, source, raw);
        var since = entry(id).map(Entry::since).orElse(now);
        var about = Json.object();
        about.put("kind", kind)
                .put("source", source)
                .put("since", since.toString())
                .put("reason", reason);
        write(id + SEALED, seal.seal(raw, id));
        write(id + ABOUT, Json.bytes(about));
        return new Entry(id, kind, source, since, reason);
    }

    @Override
    public List<Entry> list() {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(ABOUT))
                    .flatMap(f -> entry(f.substring(0, f.length() - ABOUT.length())).stream())
                    .sorted(Comparator.comparing(Entry::since).thenComparing(Entry::id))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Bytes> raw(String id) {
        return entry(id).flatMap(e -> read(id + SEALED)).map(closed -> seal.open(closed, id));
    }

    @Override
    public synchronized void remove(String id) {
        if (entry(id).isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(id + ABOUT));
            Files.deleteIfExists(folder.resolve(id + SEALED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void forgetWhatLeft() {
        seal.forgetAllBut(list().stream().map(Entry::id).collect(Collectors.toSet()));
    }

    private Optional<Entry> entry(String id) {
        if (!id.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        return read(id + ABOUT)
                .map(Json::tree)
                .map(a -> new Entry(
                        id,
                        a.path("kind").asText(),
                        a.path("source").asText(),
                        Instant.parse(a.path("since").asText()),
                        a.path("reason").asText()));
    }

    private Optional<Bytes> read(String name) {
        var file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Bytes.of(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Under its name stands all of it or nothing, and on disk before we return. */
    private void write(String name, Bytes content) {
        var draft = folder.resolve(name + ".draft");
        try {
            try (var file = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var buffer = ByteBuffer.wrap(content.array());
                while (buffer.hasRemaining()) {
                    var _ = file.write(buffer);
                }
                file.force(true);
            }
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
