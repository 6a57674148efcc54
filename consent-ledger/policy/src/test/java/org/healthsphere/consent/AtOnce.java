package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Several things at the same time, each on a thread of its own. */
public final class AtOnce {
    private AtOnce() {}

    public static <T> List<T> together(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (var future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
