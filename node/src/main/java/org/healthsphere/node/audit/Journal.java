package org.healthsphere.node.audit;

import java.io.IOException;

/** Bytes that are only ever added to. */
interface Journal extends AutoCloseable {
    /** How many there are. */
    long size() throws IOException;

    /** Adds all of them at the end. */
    void append(byte[] bytes) throws IOException;

    /** Durable on return: whatever was added before the call. */
    void force() throws IOException;

    byte[] read(long offset, int length) throws IOException;

    @Override
    void close() throws IOException;
}
