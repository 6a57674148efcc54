package org.healthsphere.compose.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.compose.network.HieProcess;

/** What a process has of memory, minute after minute: what is live in its heap after a full collection, and its resident set. */
final class Memory {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE = Pattern.compile("Pause Full \\(.*?\\) \\d+M->(\\d+)M");

    private final HieProcess process;
    private final Path log;
    private final List<Sample> samples = new ArrayList<>();

    /** A process that logs its collections into the file. */
    Memory(HieProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Flags with which a process writes such a file. */
    static List<String> flags(Path log) {
        return List.of("-Xlog:gc:file=" + log + ":uptime:filecount=0");
    }

    /**
     * What it is after so many seconds.
     *
     * @param resident set, in megabytes
     * @param live in the heap, in megabytes
     */
    record Sample(long seconds, long resident, long live) {
        @Override
        public String toString() {
            return "%3d s: %4d MB resident, %3d MB live in the heap".formatted(seconds, resident, live);
        }
    }

    void sample(Duration after) {
        try {
            var collected = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (collected == 0) {
                samples.add(new Sample(after.toSeconds(), resident(), live().orElse(0L)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long resident() throws IOException {
        var found = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
        return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
    }

    /** After the last full collection. */
    private Optional<Long> live() throws IOException {
        return LIVE.matcher(Files.readString(log))
                .results()
                .reduce((_, last) -> last)
                .map(result -> Long.parseLong(result.group(1)));
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Those of the second half. */
    List<Sample> later() {
        return samples.subList(samples.size() / 2, samples.size());
    }
}
