package org.healthsphere.node.peers;

import java.time.Duration;
import java.util.Arrays;
import org.healthsphere.node.peers.PeerLimits.Hedge;

/**
 * How long a member took lately until it began to answer, and how long to wait for it by that: as long as nineteen of twenty of its answers
 * took. A member that is slow and well is then asked twice no more often than that. Any thread may use it.
 */
final class AnswerTimes {
    /** What was before so many answers says nothing of now. */
    private static final int REMEMBERED = 64;

    private static final int ENOUGH = 8;
    private static final int OF_HUNDRED = 95;

    private final Hedge hedge;
    private final Duration[] times = new Duration[REMEMBERED];
    private int heard;

    AnswerTimes(Hedge hedge) {
        this.hedge = hedge;
    }

    /** It took so long; or longer, where it was not waited for any more. */
    synchronized void took(Duration time) {
        times[heard % REMEMBERED] = time;
        heard++;
    }

    /** How long to wait before a message goes to it once more. */
    synchronized Duration patience() {
        if (heard < ENOUGH) {
            return hedge.unknown();
        }
        var known = Arrays.copyOf(times, Math.min(heard, REMEMBERED));
        Arrays.sort(known);
        var usual = known[Math.ceilDiv(known.length * OF_HUNDRED, 100) - 1];
        if (usual.compareTo(hedge.least()) < 0) {
            return hedge.least();
        }
        return usual.compareTo(hedge.most()) > 0 ? hedge.most() : usual;
    }
}
