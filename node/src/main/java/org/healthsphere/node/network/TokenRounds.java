package org.healthsphere.node.network;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tokens of patients who came or changed, so that nobody who asks waits for them. */
public final class TokenRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRounds.class);
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final PatientRegister register;
    private boolean running = true;
    private Optional<Fault> complaint = Optional.empty();

    public TokenRounds(PatientRegister register) {
        this.register = register;
    }

    /** Looks again and again until closed; the caller gives the thread. */
    public void run() {
        while (isRunning()) {
            var made = made();
            if (made instanceof Outcome.Failure<Integer>(var fault)) {
                complain(fault);
                pause(AFTER_FAILURE);
            } else {
                complaint = Optional.empty();
                if (register.withoutTokens() == 0) {
                    pause(ROUND);
                }
            }
        }
    }

    /** A store that cannot be read, or a ledger that is away, is not so for ever. */
    private Outcome<Integer> made() {
        try {
            return register.makeTokens();
        } catch (RuntimeException e) {
            return Outcome.failed(new Fault.Unavailable(
                    "what tokens are made of: " + e.getClass().getSimpleName()));
        }
    }

    private void complain(Fault fault) {
        if (!complaint.equals(Optional.of(fault))) {
            LOG.warn(
                    "{} patients have no tokens for the members yet, and it is tried again: {}",
                    register.withoutTokens(),
                    fault);
        }
        complaint = Optional.of(fault);
    }

    private synchronized boolean isRunning() {
        return running;
    }

    private synchronized void pause(Duration time) {
        try {
            if (running) {
                TimeUnit.MILLISECONDS.timedWait(this, time.toMillis());
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        running = false;
        notifyAll();
    }
}
