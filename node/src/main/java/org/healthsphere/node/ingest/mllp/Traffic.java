package org.healthsphere.node.ingest.mllp;

import java.util.concurrent.atomic.LongAdder;
import org.healthsphere.node.metrics.Metrics;

/**
 * What senders do, in numbers: whoever sends is in none of them. For any thread.
 *
 * @param open connections
 * @param refused connections: as many were open as may be, and nobody was silent
 * @param displaced connections that were silent for longest, ended for another one
 * @param stalled connections whose sender neither ended his message nor read his answer, ended
 * @param tooLarge connections whose sender brought too large a message, ended
 * @param stopped connections that nothing is read of until an answer is written, or their turn comes
 * @param messages that were read and are not answered
 * @param bytes of all that is not answered
 */
record Traffic(
        LongAdder open,
        LongAdder refused,
        LongAdder displaced,
        LongAdder stalled,
        LongAdder tooLarge,
        LongAdder stopped,
        LongAdder messages,
        LongAdder bytes) {
    Traffic() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }

    void measure(Metrics metrics) {
        metrics.gauge("mllp.connections.open", "Connections of systems that send HL7 v2.", open::sum);
        metrics.counter(
                "mllp.connections.refused",
                "Connections that were not let in: as many were open as may be, and none of them was silent.",
                refused::sum);
        metrics.counter(
                "mllp.connections.displaced",
                "Connections that were ended for another one, since they were silent for longest.",
                displaced::sum);
        metrics.counter(
                "mllp.connections.stalled",
                "Connections that were ended because a sender neither ended his message nor read his answer.",
                stalled::sum);
        metrics.counter(
                "mllp.connections.too-large",
                "Connections that were ended because of a message that is larger than messages may be.",
                tooLarge::sum);
        metrics.gauge(
                "mllp.connections.stopped",
                "Connections that nothing is read of until an answer is written or their turn comes.",
                stopped::sum);
        metrics.gauge("mllp.messages.waiting", "Messages that were read and are not answered.", messages::sum);
        metrics.gauge("mllp.messages.bytes", "Bytes of all that was read and is not answered.", bytes::sum);
    }
}
