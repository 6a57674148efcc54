package org.healthsphere.node.store;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What costs more to make than to use: a few wait to be used again, each by one user at a time. Deflaters and inflaters hold some
 * hundred kilobytes outside of the heap.
 */
public final class Spares<T> {
    private static final int KEPT = 4;

    private final BlockingQueue<T> spare = new ArrayBlockingQueue<>(KEPT);
    private final Supplier<T> make;
    private final Consumer<T> reset;
    private final Consumer<T> end;

    private Spares(Supplier<T> make, Consumer<T> reset, Consumer<T> end) {
        this.make = make;
        this.reset = reset;
        this.end = end;
    }

    /**
     * Those that deflate.
     *
     * @param plain without the header and the checksum of zlib (RFC 1950)
     */
    public static Spares<Deflater> deflaters(int level, boolean plain) {
        return new Spares<>(() -> new Deflater(level, plain), Deflater::reset, Deflater::end);
    }

    /** The same for the way back. */
    public static Spares<Inflater> inflaters(boolean plain) {
        return new Spares<>(() -> new Inflater(plain), Inflater::reset, Inflater::end);
    }

    /** What comes of using one as if it were new. */
    public <R> R use(Function<T, R> user) {
        var one = Optional.ofNullable(spare.poll()).orElseGet(make);
        try {
            return user.apply(one);
        } finally {
            reset.accept(one);
            if (!spare.offer(one)) {
                end.accept(one);
            }
        }
    }
}
