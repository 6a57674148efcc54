package org.healthsphere.node.fhir.subscription;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.fhir.subscription.Subscription.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether anybody is to be told of something, for as long as the node runs, and sends a courier to each who is. So many are
 * under way at once at most; who is slow keeps nobody waiting but himself.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration AFTER_A_DEFECT = Duration.ofMinutes(1);
    private static final int MOST_UNDER_WAY = 32;

    private final Desk desk;
    private final Courier courier;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(MOST_UNDER_WAY);
    private boolean woken;
    private volatile boolean open = true;

    Dispatcher(Desk desk, Courier courier, InstantSource clock) {
        this.desk = desk;
        this.courier = courier;
        this.clock = clock;
    }

    /** Goes on until closed; the caller gives this thread, and those of the couriers. */
    public void run(Executor threads) {
        while (open) {
            look(threads);
            pause();
        }
    }

    /** Looks once at everybody. */
    void look(Executor threads) {
        for (var live : desk.all()) {
            try {
                look(threads, live);
            } catch (RuntimeException defect) {
                defect(live, defect);
            }
        }
    }

    private void look(Executor threads, Live live) {
        if (!live.begin()) {
            return;
        }
        var sent = false;
        try {
            sent = live.locked(() -> isWanted(live)) && free.tryAcquire();
            if (sent) {
                threads.execute(() -> run(live));
            }
        } finally {
            if (!sent) {
                live.rest();
            }
        }
    }

    private boolean isWanted(Live live) {
        if (live.isRemoved() || live.is(Status.OFF)) {
            return false;
        }
        if (!clock.instant().isBefore(live.subscription().end())) {
            courier.end(live);
            return false;
        }
        return courier.isNeeded(live);
    }

    private void run(Live live) {
        try {
            courier.run(live);
        } catch (RuntimeException defect) {
            defect(live, defect);
        } finally {
            live.rest();
            free.release();
        }
    }

    /** One that cannot be served does not keep the others from it. */
    private void defect(Live live, RuntimeException defect) {
        if (open) {
            LOG.error("defect in {}", live.subscription(), defect);
        }
        live.alone(() -> live.notBefore(clock.instant().plus(AFTER_A_DEFECT)));
    }

    /** Looks again at once. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private synchronized void pause() {
        var end = System.nanoTime() + BETWEEN.toNanos();
        try {
            for (var left = BETWEEN.toNanos(); open && !woken && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            open = false;
            Thread.currentThread().interrupt();
        }
        woken = false;
    }

    @Override
    public synchronized void close() {
        open = false;
        notifyAll();
    }
}
