package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;
import static org.healthsphere.node.doctor.Finding.warning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The disk under the node's folder.
 *
 * @param free bytes that are free
 * @param syncs how often in a second a small write can be made durable: what is acknowledged waits for that
 */
record Disk(long free, double syncs) {
    private static final long GIB = 1 << 30;
    private static final long LEAST = GIB;
    private static final long PLENTY = 10 * GIB;
    private static final double SLOW = 20;
    private static final double USUAL = 100;
    private static final int BLOCK = 4096;
    private static final int MOST = 200;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Writes for a second at most, beside the node's own files, and takes away what it wrote. */
    static Disk measured(Path data) throws IOException {
        var folder = existing(data.toAbsolutePath());
        var file = Files.createTempFile(folder, "doctor", ".probe");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var began = System.nanoTime();
            var done = 0;
            while (done < MOST && System.nanoTime() - began < LONGEST.toNanos()) {
                channel.write(ByteBuffer.allocate(BLOCK), (long) done * BLOCK);
                channel.force(true);
                done++;
            }
            var rate = done / ((System.nanoTime() - began) / 1e9);
            return new Disk(Files.getFileStore(folder).getUsableSpace(), rate);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Path existing(Path folder) {
        return Files.isDirectory(folder)
                ? folder
                : Optional.ofNullable(folder.getParent()).map(Disk::existing).orElse(folder);
    }

    List<Finding> findings() {
        return List.of(space(), sync());
    }

    private Finding space() {
        var said = "%.1f GiB free".formatted((double) free / GIB);
        if (free < LEAST) {
            return bad(
                    "disk.space",
                    said + ", and a full disk takes nothing in",
                    "free some, or move 'data' to another disk");
        }
        return free < PLENTY
                ? warning("disk.space", said, "plan for 10 GiB and more: history is kept")
                : good("disk.space", said);
    }

    private Finding sync() {
        var said = "%.0f durable writes in a second".formatted(syncs);
        var remedy = "put 'data' on a local SSD; a network share or a disk that many use is no place for it";
        if (syncs < SLOW) {
            return bad("disk.sync", said + ": messages would wait too long for their acknowledgement", remedy);
        }
        return syncs < USUAL ? warning("disk.sync", said, remedy) : good("disk.sync", said);
    }
}
