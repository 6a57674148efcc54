package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipFile;

/** The files of a release, in a folder, in a zip archive, or just one file. */
interface Archive extends AutoCloseable {
    /** The names of the files, with slashes, sorted. */
    List<String> names();

    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;

    static Archive of(Path source) throws IOException {
        if (Files.isDirectory(source)) {
            return folder(source);
        }
        return source.toString().endsWith(".zip") ? new Zipped(new ZipFile(source.toFile())) : file(source);
    }

    /** The last in order of the files whose path ends with the pattern, so that the newest of two editions counts. */
    default Optional<String> find(Predicate<String> name) {
        return names().stream().filter(name).reduce((_, last) -> last);
    }

    private static Archive folder(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            var names = all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            return new Unzipped(root, names);
        }
    }

    private static Archive file(Path file) {
        var name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        return new Unzipped(
                Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file), List.of(name));
    }

    /** Files as they lie on disk. */
    record Unzipped(Path root, List<String> names) implements Archive {
        public Unzipped {
            names = List.copyOf(names);
        }

        @Override
        public InputStream open(String name) throws IOException {
            return Files.newInputStream(root.resolve(name));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Files in a zip archive, each read as it is unpacked. */
    record Zipped(ZipFile zip) implements Archive {
        @Override
        public List<String> names() {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .sorted()
                    .toList();
        }

        @Override
        public InputStream open(String name) throws IOException {
            return zip.getInputStream(zip.getEntry(name));
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
