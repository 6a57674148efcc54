package org.healthsphere.node.audit;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal that counts, that can be made to wait, and that can be made to fail. */
final class ObservedJournal implements Journal {
    private final Journal inner;
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile long durable;
    private volatile boolean failsFlushes;
    private volatile boolean failsWrites;

    ObservedJournal(Journal inner) {
        this.inner = inner;
    }

    int flushes() {
        return flushes.get();
    }

    long durable() {
        return durable;
    }

    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    void failFlushes(boolean fails) {
        failsFlushes = fails;
    }

    void failWrites() {
        failsWrites = true;
    }

    @Override
    public long size() throws IOException {
        return inner.size();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        if (failsWrites) {
            throw new IOException("no space left");
        }
        inner.append(bytes);
    }

    @Override
    public void force() throws IOException {
        if (failsFlushes) {
            throw new IOException("input or output error");
        }
        var size = inner.size();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        inner.force();
        durable = size;
        flushes.incrementAndGet();
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        return inner.read(offset, length);
    }

    @Override
    public void beginAt(long place) {
        inner.beginAt(place);
    }

    @Override
    public byte[] begin(int length) throws IOException {
        return inner.begin(length);
    }

    @Override
    public Rest without(long offset, byte[] line) throws IOException {
        return inner.without(offset, line);
    }

    @Override
    public void become(Rest rest) throws IOException {
        inner.become(rest);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
