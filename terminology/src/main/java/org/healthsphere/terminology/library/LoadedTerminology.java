package org.healthsphere.terminology.library;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Texts;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Releases;
import org.healthsphere.terminology.load.Wishes;

/**
 * The terminology a hospital has loaded for itself: compiled files, and a list of what they are and came from.
 *
 * <p>A file is there before the list names it, and the list is replaced in one step: a load that was interrupted leaves what it had
 * finished, and goes on from there when it is given again.
 */
public final class LoadedTerminology {
    private static final String LIST = "loaded.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    private LoadedTerminology(Path folder) {
        this.folder = folder;
    }

    /** What is loaded below the terminology folder of a node. */
    public static LoadedTerminology in(Path terminology) {
        return new LoadedTerminology(terminology.resolve("loaded"));
    }

    Path folder() {
        return folder;
    }

    /** Everything that is loaded, by canonical. */
    public List<LoadedEntry> entries() throws IOException {
        var list = folder.resolve(LIST);
        if (!Files.exists(list)) {
            return List.of();
        }
        List<LoadedEntry> entries = new ArrayList<>();
        JSON.readTree(list.toFile()).path("loaded").forEach(entry -> entries.add(LoadedEntry.of(entry)));
        return List.copyOf(entries);
    }

    /** Tells one state of what is loaded from another, without reading any of it. */
    public Stamp stamp() throws IOException {
        var list = folder.resolve(LIST);
        return Files.exists(list)
                ? new Stamp(Files.getLastModifiedTime(list), Files.size(list))
                : new Stamp(FileTime.fromMillis(0), 0);
    }

    /** When the list was replaced, and how long it is. */
    public record Stamp(FileTime at, long size) {}

    /** The compiled files, mapped; one that is missing or damaged is a fault that names what it held. */
    public Outcome<List<Txi>> files() throws IOException {
        List<Txi> files = new ArrayList<>();
        for (var entry : entries()) {
            var file = open(entry);
            if (file.isEmpty()) {
                return Outcome.failed(new Fault.Conflict("the compiled file of " + entry.id()
                        + " is missing, damaged or of an older format: remove it and load " + entry.source()
                        + " again"));
            }
            files.add(file.orElseThrow());
        }
        return Outcome.of(files);
    }

    private Optional<Txi> open(LoadedEntry entry) throws IOException {
        var path = folder.resolve(entry.file() + ".txi");
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (var file = FileChannel.open(path)) {
            return Optional.of(Txi.of(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size())))
                    .filter(txi -> txi.sha256().equals(entry.file()) && txi.isCurrent());
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    /**
     * Loads a release; what has been loaded from it before is not compiled again.
     *
     * @param taken canonicals that come with the product and cannot be loaded
     */
    public Outcome<Report> load(Path source, Wishes wishes, Set<Canonical> taken, Progress progress)
            throws IOException {
        List<Content> contents = new ArrayList<>();
        var read = Releases.read(source, wishes, progress, contents::add);
        return switch (read) {
            case Outcome.Failure<List<String>>(var fault) -> Outcome.failed(fault);
            case Outcome.Success<List<String>>(var notes) -> add(contents, taken, progress, notes);
        };
    }

    private Outcome<Report> add(List<Content> contents, Set<Canonical> taken, Progress progress, List<String> notes)
            throws IOException {
        Files.createDirectories(folder);
        var report = new Report(new ArrayList<>(), new ArrayList<>(), notes);
        for (var content : contents) {
            var added = add(content, taken, progress, report);
            if (added instanceof Outcome.Failure<Report>(var fault)) {
                return Outcome.failed(fault);
            }
        }
        return Outcome.of(report);
    }

    private Outcome<Report> add(Content content, Set<Canonical> taken, Progress progress, Report report)
            throws IOException {
        var before = entries();
        var same = before.stream()
                .filter(entry -> entry.id().equals(content.id()) && entry.kind() == Txi.kindOf(content))
                .findFirst();
        if (same.isPresent()
                && same.orElseThrow().sourceDigest().equals(content.origin().sha256())) {
            report.unchanged().add(same.orElseThrow());
            return Outcome.of(report);
        }
        if (same.isPresent() || taken.contains(content.id())) {
            return Outcome.failed(
                    new Fault.Conflict(
                            content.id()
                                    + " is there already, from another source: a version does not change; remove it first, or load another version"));
        }
        progress.at("compiling " + content.id(), 0);
        return switch (Compiler.compile(content)) {
            case Outcome.Failure<byte[]>(var fault) -> Outcome.failed(fault);
            case Outcome.Success<byte[]>(var bytes) -> {
                var origin = content.origin();
                var from = new LoadedFrom(origin.file(), origin.sha256());
                report.added().add(keep(Txi.of(ByteBuffer.wrap(bytes)), bytes, from, before));
                yield Outcome.of(report);
            }
        };
    }

    private LoadedEntry keep(Txi file, byte[] bytes, LoadedFrom from, List<LoadedEntry> before) throws IOException {
        texts().prepare(file);
        var entry = LoadedEntry.of(file, from.source(), from.digest());
        write(entry.file() + ".txi", bytes);
        List<LoadedEntry> all = new ArrayList<>(before);
        all.add(entry);
        list(all);
        return entry;
    }

    private record LoadedFrom(String source, Sha256 digest) {}

    /** Takes in a file that was compiled elsewhere; whoever calls has seen to it that it is the one that was wanted. */
    Outcome<LoadedEntry> take(Bytes bytes, String from) throws IOException {
        var read = read(bytes);
        if (read.isEmpty()) {
            return Outcome.failed(new Fault.Invalid("no compiled terminology file of today's format"));
        }
        var file = read.orElseThrow();
        var before = entries();
        var same = before.stream()
                .filter(entry -> entry.id().equals(file.id()) && entry.kind() == file.kind())
                .findFirst();
        if (same.isPresent()) {
            return same.orElseThrow().file().equals(file.sha256())
                    ? Outcome.of(same.orElseThrow())
                    : Outcome.failed(
                            new Fault.Conflict(file.id() + " is there already, from another source: remove it first"));
        }
        Files.createDirectories(folder);
        return Outcome.of(keep(file, bytes.array(), new LoadedFrom(from, file.source()), before));
    }

    private static Optional<Txi> read(Bytes bytes) {
        try {
            return Optional.of(Txi.of(ByteBuffer.wrap(bytes.array()))).filter(Txi::isCurrent);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    /** Takes a version off the list, and its file away. */
    public Outcome<LoadedEntry> remove(Canonical id) throws IOException {
        List<LoadedEntry> left = new ArrayList<>(entries());
        var found = left.stream().filter(entry -> entry.id().equals(id)).findFirst();
        if (found.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("loaded terminology " + id));
        }
        var entry = found.orElseThrow();
        left.remove(entry);
        list(left);
        Files.deleteIfExists(folder.resolve(entry.file() + ".txi"));
        return Outcome.of(entry);
    }

    /** How one loaded or bundled version of a code system differs from another. */
    public static Outcome<VersionDifference> difference(CompiledTerminology terminology, Canonical from, Canonical to) {
        return VersionDifference.of(terminology.catalog(), from, to);
    }

    /** Where the text indexes of these files are kept. */
    public Texts texts() {
        return Texts.in(folder);
    }

    private void list(List<LoadedEntry> entries) throws IOException {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("loaded");
        entries.stream()
                .sorted(Comparator.comparing(LoadedEntry::kind).thenComparing(LoadedEntry::id))
                .forEach(entry -> entry.writeTo(list.addObject()));
        write(LIST, CanonicalJson.of(json));
    }

    private void write(String name, byte[] bytes) throws IOException {
        var fresh = folder.resolve(name + ".new");
        Files.write(fresh, bytes);
        var _ = Files.move(
                fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What came of a load.
     *
     * @param unchanged what had been loaded from the same source before
     * @param notes what was left out or could not be told
     */
    public record Report(List<LoadedEntry> added, List<LoadedEntry> unchanged, List<String> notes) {}
}
