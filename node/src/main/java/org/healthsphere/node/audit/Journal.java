package org.healthsphere.node.audit;

import java.io.IOException;

/**
 * Bytes that are only ever added to, and of which the oldest may be taken away. Places are counted from the first byte that there ever
 * was.
 */
interface Journal extends AutoCloseable {
    /** The place behind the last one. */
    long size() throws IOException;

    /** Adds all of them at the end. */
    void append(byte[] bytes) throws IOException;

    /** Durable on return: whatever was added before the call. */
    void force() throws IOException;

    byte[] read(long offset, int length) throws IOException;

    /** Says which place the first byte has, where bytes were taken away before it. */
    void beginAt(long place);

    /** Everything that lies on the disk from its beginning on, or this much of it. */
    byte[] begin(int length) throws IOException;

    /** Makes ready to do without what is before this place, and to begin with this line instead; it may go on growing meanwhile. */
    Rest without(long offset, byte[] line) throws IOException;

    /** Is from now on what was made ready, with what has come since; nobody may add or force meanwhile. Durable on return. */
    void become(Rest rest) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * What is left of a journal, beside it.
     *
     * @param begin the place that its first byte stands for
     * @param end up to which place it was copied
     */
    record Rest(JournalFile file, long begin, long end) {}
}
