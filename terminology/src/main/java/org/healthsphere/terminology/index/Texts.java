package org.healthsphere.terminology.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.healthsphere.specs.Sha256;

/**
 * The text indexes of code systems, each made when it is first needed. They are derived: whoever deletes them loses nothing but
 * the time to make them again.
 */
public final class Texts {
    /** Below this number of concepts, looking at every name is quick enough. */
    static final int SCANNED = 1_000;

    private final Optional<Path> folder;
    private final Map<Sha256, NameSearch> known = new HashMap<>();
    private final List<NameSearch> leaving = new ArrayList<>();

    private Texts(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Indexes in memory. */
    public static Texts inMemory() {
        return new Texts(Optional.empty());
    }

    /** Indexes in sub-folders that are named after the compiled files. */
    public static Texts in(Path folder) {
        return new Texts(Optional.of(folder));
    }

    /** Makes the index of a compiled code system now, so that nobody has to wait for it later. */
    public void prepare(Txi file) {
        if (file.kind() == Txi.Kind.CODE_SYSTEM) {
            var _ = new CodeSystemIndex(file, this).search();
        }
    }

    NameSearch of(CodeSystemIndex system, Sha256 file) {
        if (system.size() < SCANNED) {
            return new ScannedNames(system);
        }
        synchronized (known) {
            return known.computeIfAbsent(file, _ -> open(system, file));
        }
    }

    /**
     * Lets go of the indexes of other files. Who still answers from one of those can go on until the next time, which is longer than any
     * answer takes.
     */
    public void keep(Collection<Txi> files) {
        var kept = files.stream().map(Txi::sha256).collect(Collectors.toSet());
        synchronized (known) {
            leaving.forEach(NameSearch::close);
            leaving.clear();
            known.entrySet().removeIf(entry -> !kept.contains(entry.getKey()) && leaving.add(entry.getValue()));
        }
    }

    private NameSearch open(CodeSystemIndex system, Sha256 file) {
        try {
            return folder.isPresent() ? onDisk(folder.orElseThrow().resolve(file + ".text"), system) : inMemory(system);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NameSearch inMemory(CodeSystemIndex system) throws IOException {
        var directory = new ByteBuffersDirectory();
        LuceneNames.write(system, directory);
        return LuceneNames.open(directory);
    }

    /** Made beside its place and moved there whole, so that what is there is complete. */
    private static NameSearch onDisk(Path place, CodeSystemIndex system) throws IOException {
        if (!Files.isDirectory(place)) {
            var fresh = place.resolveSibling(place.getFileName() + ".new");
            delete(fresh);
            try (var directory = FSDirectory.open(fresh)) {
                LuceneNames.write(system, directory);
            }
            var _ = Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        }
        return LuceneNames.open(FSDirectory.open(place));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
