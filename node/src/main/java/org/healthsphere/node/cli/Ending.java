package org.healthsphere.node.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a command that runs until Ctrl-C or SIGTERM.
 *
 * <p>It is opened before everything else and so closed after it: the process waits for what is open to be closed, but it ends in
 * any case.
 */
final class Ending implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Ending() {}

    static Ending onSignal() {
        var ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            var _ = ending.end(LONGEST);
        }));
        return ending;
    }

    /** What happens at a signal; when it returns, the process ends. Whether everything was closed by then. */
    boolean end(Duration longest) {
        asked.countDown();
        try {
            return closed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns when the command is to end. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Does this work again and again, so long apart, until the command is to end. */
    void await(Duration apart, Runnable work) throws InterruptedException {
        while (!asked.await(apart.toMillis(), TimeUnit.MILLISECONDS)) {
            work.run();
        }
    }

    /** Everything is closed. */
    @Override
    public void close() {
        closed.countDown();
    }
}
