package org.healthsphere.node.demo;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Several things at once, each on a virtual thread of its own, as the hospitals of a network do them. */
final class Together {
    private Together() {}

    /** Does all of it and returns when all has ended; what failed first is thrown then. */
    static void run(List<Runnable> work) {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        var threads = work.stream()
                .map(one -> Thread.ofVirtual()
                        .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                        .start(one))
                .toList();
        threads.forEach(Together::join);
        var first = failures.peek();
        if (first != null) {
            throw new IllegalStateException(first.getMessage(), first);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
