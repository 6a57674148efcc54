package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that has so much room left, and whose writes may not reach it. */
final class FaultyDisk implements Disk {
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean broken;

    /** From now on it takes so many bytes. */
    void leave(long bytes) {
        room.set(bytes);
    }

    /** From now on nothing that is written is known to be on disk. */
    void breakDown() {
        broken = true;
    }

    void repair() {
        room.set(Long.MAX_VALUE);
        broken = false;
    }

    @Override
    public File open(Path path, OpenOption... options) throws IOException {
        return new Faulty(Disk.REAL.open(path, options));
    }

    private final class Faulty implements File {
        private final File file;

        Faulty(File file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        /** As much as there is room for: a torn write. */
        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            if (room.get() == 0) {
                throw new IOException("No space left on device");
            }
            var part = from.slice(from.position(), (int) Math.min(room.get(), from.remaining()));
            var written = file.write(part, at);
            from.position(from.position() + written);
            room.addAndGet(-written);
            return written;
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            if (broken) {
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
