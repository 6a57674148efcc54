package org.healthsphere.node.processes;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** The accounts of a node of several processes: a mark in the store, with a number that rises. */
public record StoredAccounts(ResourceStore store) implements Shelf {
    private static final String SPACE = "accounts";
    private static final String ALL = "all";

    private Optional<ByteBuffer> mark() {
        return store.mark(SPACE, ALL).map(value -> ByteBuffer.wrap(value.array()));
    }

    @Override
    public String stamp() {
        return Long.toString(number());
    }

    private long number() {
        return mark().map(ByteBuffer::getLong).orElse(0L);
    }

    @Override
    public Optional<Bytes> read() {
        return mark().map(value -> {
            var accounts = new byte[value.remaining() - Long.BYTES];
            value.position(Long.BYTES).get(accounts);
            return Bytes.of(accounts);
        });
    }

    @Override
    public void write(Bytes accounts) {
        var value = ByteBuffer.allocate(Long.BYTES + accounts.length())
                .putLong(number() + 1)
                .put(accounts.array());
        store.putMark(new Mark(SPACE, ALL, Bytes.of(value.array())));
    }
}
