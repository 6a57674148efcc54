package org.healthsphere.node.cluster;

import java.util.List;
import org.healthsphere.specs.Bytes;

/**
 * One commit, as it is stored.
 *
 * @param term in which its head first wrote it
 * @param chunks sealed
 */
public record Entry(long change, long term, List<Bytes> chunks) {
    public Entry {
        chunks = List.copyOf(chunks);
    }

    int size() {
        return chunks.stream().mapToInt(Bytes::length).sum();
    }

    @Override
    public String toString() {
        return "commit " + change + " of term " + term;
    }
}
