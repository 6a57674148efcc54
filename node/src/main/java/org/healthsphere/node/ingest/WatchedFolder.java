package org.healthsphere.node.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A folder into which a system of the hospital puts files.
 *
 * <p>A file that is done goes to {@code done}, one that is refused to {@code refused}, with a file beside it that says why. Whenever the
 * node dies meanwhile, the file is still there.
 *
 * @param clock what it is left alone by
 */
public record WatchedFolder(Path folder, InstantSource clock) {
    /** A writer that pauses for longer than this is not writing. */
    public static final Duration QUIET = Duration.ofSeconds(3);

    /** Those that nobody writes to any more, in the order of their names. */
    public List<Path> ready(Predicate<String> names) throws IOException {
        Files.createDirectories(folder);
        var ready = new ArrayList<Path>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                if (names.test(name(file)) && quiet(file)) {
                    ready.add(file);
                }
            }
        }
        return List.copyOf(ready);
    }

    private boolean quiet(Path file) throws IOException {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().plus(QUIET).isBefore(clock.instant());
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    public void done(Path file) throws IOException {
        move(file, "done");
    }

    /**
     * One that is not taken.
     *
     * @param reason without health data
     */
    public void refused(Path file, String reason) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("refused")).resolve(name(file) + ".reason"),
                reason + "\n",
                StandardCharsets.UTF_8);
        move(file, "refused");
    }

    private void move(Path file, String to) throws IOException {
        var into = Files.createDirectories(folder.resolve(to));
        Files.move(file, into.resolve(name(file)), StandardCopyOption.REPLACE_EXISTING);
    }

    public static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
