package org.healthsphere.specs;

import java.util.function.Function;

/**
 * What a use case came to: a value, or a fault that its caller can act on.
 *
 * <p>Expected refusals are values. Exceptions are for defects and for a machine that is failing.
 */
public sealed interface Outcome<T> {

    record Success<T>(T value) implements Outcome<T> {}

    record Failure<T>(Fault fault) implements Outcome<T> {}

    static <T> Outcome<T> of(T value) {
        return new Success<>(value);
    }

    static <T> Outcome<T> failed(Fault fault) {
        return new Failure<>(fault);
    }

    default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
        return switch (this) {
            case Success<T>(var value) -> next.apply(value);
            case Failure<T>(var fault) -> new Failure<>(fault);
        };
    }

    default <R> Outcome<R> map(Function<? super T, ? extends R> next) {
        return then(value -> of(next.apply(value)));
    }

    /** The value, where a fault would be a defect of the caller: tests, and steps that were checked before. */
    default T orElseThrow() {
        return switch (this) {
            case Success<T>(var value) -> value;
            case Failure<T>(var fault) -> throw new IllegalStateException(fault.toString());
        };
    }
}
