package org.healthsphere.node.consents;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the consent view at the head of the ledger, for as long as the node runs. While it cannot, the view grows old and denies. */
public final class LedgerFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ConsentView view;
    private final ConsentLedger ledger;
    private volatile boolean following = true;

    public LedgerFollower(ConsentView view, ConsentLedger ledger) {
        this.view = view;
        this.ledger = ledger;
    }

    /**
     * Reads what is on the ledger, if it can be reached, before anybody is let in.
     *
     * @return the consents in force that cannot be enforced here: each denies everything
     */
    public Set<String> begin() {
        return view.follow(ledger, Duration.ZERO) instanceof Outcome.Success<Long> ? view.unenforceable() : Set.of();
    }

    /** Follows until closed; the caller gives the thread. */
    public void run() {
        var reachable = true;
        while (following) {
            var now = view.follow(ledger, PATIENCE) instanceof Outcome.Success<Long>;
            if (now != reachable) {
                reachable = now;
                LOG.info("the ledger {}", now ? "can be reached again" : "cannot be reached; consent will be denied");
            }
            if (now) {
                tell();
            } else {
                pause();
            }
        }
    }

    /** Waits until the view has reached this height, but no longer than so; whether it has. */
    public synchronized boolean awaitHeight(long height, Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        try {
            for (var left = longest.toNanos(); view.height() < height && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return view.height() >= height;
    }

    private synchronized void tell() {
        notifyAll();
    }

    private synchronized void pause() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var left = PATIENCE.toNanos(); following && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            following = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        following = false;
        notifyAll();
    }
}
