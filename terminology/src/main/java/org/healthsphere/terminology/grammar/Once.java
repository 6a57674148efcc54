package org.healthsphere.terminology.grammar;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made when it is first needed. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> making;
    private volatile @Nullable T made;

    Once(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public T get() {
        var known = made;
        return known == null ? make() : known;
    }

    private synchronized T make() {
        var known = made;
        if (known == null) {
            known = making.get();
            made = known;
        }
        return known;
    }
}
