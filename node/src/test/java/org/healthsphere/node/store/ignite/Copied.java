package org.healthsphere.node.store.ignite;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A copy of a store in memory. */
final class Copied implements StoreCopy {
    private final List<Consumer<StoreCopy>> all = new ArrayList<>();

    @Override
    public void mark(String space, UUID name, byte[] stored) {
        all.add(to -> to.mark(space, name, stored));
    }

    @Override
    public void chunk(long place, byte[] stored) {
        all.add(to -> to.chunk(place, stored));
    }

    void tell(StoreCopy to) {
        all.forEach(one -> one.accept(to));
    }
}
