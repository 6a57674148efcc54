package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A file of a {@link Disk}, from its beginning to its end. */
final class DiskStreams {
    private DiskStreams() {}

    /** Reads up to a place. */
    static final class In extends InputStream {
        private final Disk.File file;
        private final long end;
        private long at;

        In(Disk.File file, long end) {
            this.file = file;
            this.end = end;
        }

        void seek(long to) {
            at = to;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at >= end) {
                return -1;
            }
            var got = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(0, got);
            return got;
        }
    }

    /** Writes; what is written is on disk when the file is forced. */
    static final class Out extends OutputStream {
        private final Disk.File file;
        private long at;

        Out(Disk.File file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            var buffer = ByteBuffer.wrap(from, offset, length);
            while (buffer.hasRemaining()) {
                at += file.write(buffer, at);
            }
        }
    }
}
