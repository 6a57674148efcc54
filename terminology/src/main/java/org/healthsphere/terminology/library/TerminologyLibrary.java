package org.healthsphere.terminology.library;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.CoreContent;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Texts;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.jena.TerminologyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminology of one node in its folder: compiled files named by their SHA-256, a lock that lists them, and the record.
 *
 * <p>Everything in the folder can be thrown away: it is made again from the sources. As long as the sources are the same, a
 * start maps the compiled files and nothing else; Jena is not even loaded.
 */
public final class TerminologyLibrary {
    /** The record in RDF, for reading; no start depends on it. */
    public static final String RECORD = "record.nq";

    private static final Logger LOG = LoggerFactory.getLogger(TerminologyLibrary.class);
    private static final String LOCK = "terminology.lock";

    private final Path folder;

    private TerminologyLibrary(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the terminology of the sources and what was loaded beside it, compiling the sources first when the folder holds that of other sources, an older format or
     * a damaged file.
     *
     * @return a fault that lists what is wrong with the sources
     */
    public static Outcome<CompiledTerminology> open(Path folder, List<SourceFile> sources) {
        return open(folder, sources, folder);
    }

    /**
     * The same with what was loaded beside another library.
     *
     * @return a fault that lists what is wrong with the sources
     */
    public static Outcome<CompiledTerminology> open(Path folder, List<SourceFile> sources, Path loaded) {
        return open(folder, sources, loaded, LoadedTerminology.in(loaded).texts());
    }

    /** The same with the text indexes of an opening before, which need not be opened again. */
    public static Outcome<CompiledTerminology> open(Path folder, List<SourceFile> sources, Path loaded, Texts texts) {
        return open(folder, new Sources(sources, Sha256.of(""), List::of), loaded, texts);
    }

    /**
     * The same with what comes with the product: its own content, and that of FHIR's core where it is to be had.
     *
     * @return a fault that lists what is wrong with the sources
     */
    public static Outcome<CompiledTerminology> open(Path folder) {
        return open(folder, LoadedTerminology.in(folder).texts());
    }

    /** The same with the text indexes of an opening before, which need not be opened again. */
    public static Outcome<CompiledTerminology> open(Path folder, Texts texts) {
        var sources = new Sources(BundledContent.sources(), CoreContent.fingerprint(), CoreContent::sources);
        return open(folder, sources, folder, texts);
    }

    /** What is behind the fingerprint is only read when something has to be compiled. */
    private record Sources(List<SourceFile> first, Sha256 fingerprint, Supplier<List<SourceFile>> more) {
        Sha256 digest() {
            return Lock.digest(first, fingerprint);
        }

        List<SourceFile> all() {
            return Stream.concat(first.stream(), more.get().stream()).toList();
        }
    }

    private static Outcome<CompiledTerminology> open(Path folder, Sources sources, Path besides, Texts texts) {
        try {
            Files.createDirectories(folder);
            var library = new TerminologyLibrary(folder);
            var digest = sources.digest();
            var current = library.current(digest);
            var own = current.isPresent() ? Outcome.of(current.orElseThrow()) : library.compile(digest, sources.all());
            var files = LoadedTerminology.in(besides).files();
            return own.then(first -> files.then(second -> {
                List<Txi> all = new ArrayList<>(first);
                all.addAll(second);
                return CompiledTerminology.of(all, texts);
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compiled files, when they are those of the sources and undamaged. */
    private Optional<List<Txi>> current(Sha256 sources) throws IOException {
        var file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lock = Lock.of(Files.readAllBytes(file))
                .filter(found -> found.sources().equals(sources));
        return lock.isPresent() ? open(lock.orElseThrow()) : Optional.empty();
    }

    private Optional<List<Txi>> open(Lock lock) throws IOException {
        List<Txi> files = new ArrayList<>();
        for (var digest : lock.files()) {
            var file = map(folder.resolve(name(digest)));
            if (file.isEmpty() || !file.orElseThrow().sha256().equals(digest)) {
                LOG.warn("a compiled terminology file is missing or damaged; all are made again");
                return Optional.empty();
            }
            files.add(file.orElseThrow());
        }
        return Optional.of(files);
    }

    private static Optional<Txi> map(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (var file = FileChannel.open(path)) {
            return Optional.of(Txi.of(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private Outcome<List<Txi>> compile(Sha256 digest, List<SourceFile> sources) {
        return ContentReader.readAll(sources)
                .then(contents -> compile(contents).then(files -> {
                    var compiled = files.stream().map(File::txi).toList();
                    return CompiledTerminology.of(compiled).map(_ -> {
                        write(digest, files);
                        LOG.info("compiled {} terminology files", files.size());
                        return compiled;
                    });
                }));
    }

    private static Outcome<List<File>> compile(List<Content> contents) {
        List<File> files = new ArrayList<>();
        for (var content : contents) {
            switch (Compiler.compile(content)) {
                case Outcome.Success<byte[]>(var bytes) ->
                    files.add(new File(content, Bytes.of(bytes), Txi.of(ByteBuffer.wrap(bytes))));
                case Outcome.Failure<byte[]>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(files);
    }

    /** The lock last: until it is there, the next start compiles again. */
    private void write(Sha256 digest, List<File> files) {
        try {
            for (var file : files) {
                write(name(file.txi().sha256()), file.bytes().array());
            }
            write(RECORD, record(files));
            var digests = files.stream().map(file -> file.txi().sha256()).toList();
            write(LOCK, new Lock(digest, digests).toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] record(List<File> files) throws IOException {
        var record = TerminologyRecord.of(files.stream()
                .map(file -> new TerminologyRecord.Compiled(
                        file.content(), file.txi().sha256()))
                .toList());
        var bytes = new ByteArrayOutputStream();
        try (var out = new BufferedOutputStream(bytes)) {
            record.writeTo(out);
        }
        return bytes.toByteArray();
    }

    private void write(String name, byte[] bytes) throws IOException {
        var fresh = folder.resolve(name + ".new");
        Files.write(fresh, bytes);
        var _ = Files.move(
                fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(Sha256 digest) {
        return digest + ".txi";
    }

    private record File(Content content, Bytes bytes, Txi txi) {}
}
