package org.healthsphere.node.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries to one other process what there is to be asked of it, for as long as this one takes part. */
public final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    /** Long enough for a full load of commits on a slow disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consensus consensus;
    private final int member;
    private final Line line;
    private final LongSupplier ticks;

    public Courier(Consensus consensus, int member, Line line, LongSupplier ticks) {
        this.consensus = consensus;
        this.member = member;
        this.line = line;
        this.ticks = ticks;
    }

    /** Runs until the process takes part no longer; the caller gives the thread. */
    public void run() {
        try {
            while (!consensus.isClosed()) {
                var errand = consensus.awaitErrand(member);
                if (errand.isPresent()) {
                    carry(errand.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("process {} takes part no longer", member, e);
            consensus.close();
        }
    }

    private void carry(Request request) {
        var askedAt = ticks.getAsLong();
        switch (line.ask(member, request, PATIENCE)) {
            case Outcome.Success<Reply>(var reply) -> consensus.heard(member, request, askedAt, reply);
            case Outcome.Failure<Reply> _ -> consensus.unheard(member);
        }
    }
}
