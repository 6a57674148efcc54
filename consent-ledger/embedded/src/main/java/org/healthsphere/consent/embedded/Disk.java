package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Where the ledger's files are. A disk that is full, slow or failing is another one of these. */
@FunctionalInterface
interface Disk {
    /** The machine's own. */
    Disk REAL = (path, options) -> new Real(FileChannel.open(path, options));

    File open(Path path, OpenOption... options) throws IOException;

    /** One open file. */
    interface File extends AutoCloseable {
        long size() throws IOException;

        int read(ByteBuffer into, long at) throws IOException;

        int write(ByteBuffer from, long at) throws IOException;

        void truncate(long size) throws IOException;

        /** When it returns, what was written is on disk. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A file of the machine. */
    record Real(FileChannel channel) implements File {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return channel.read(into, at);
        }

        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            return channel.write(from, at);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
