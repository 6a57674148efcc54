package org.healthsphere.node.ingest;

/**
 * How many messages there were, by what became of them.
 *
 * @param received each counted once, however often it was sent
 * @param stored durable, with what follows from them
 * @param quarantined set aside now
 */
public record IngestReport(long received, long stored, long quarantined) {
    static final IngestReport NONE = new IngestReport(0, 0, 0);

    public IngestReport plus(IngestReport other) {
        return new IngestReport(received + other.received, stored + other.stored, quarantined + other.quarantined);
    }
}
