package org.healthsphere.node.web.ops;

import java.util.List;

/**
 * What came in. Every message received is stored or in quarantine.
 *
 * @param sources for each source how much of what it sends is understood
 */
public record MessageCounts(long received, long stored, long quarantined, List<Coverage> sources) {
    public MessageCounts {
        sources = List.copyOf(sources);
    }

    /** Of so many items of one source so many were mapped. */
    public record Coverage(String source, long items, long mapped) {
        public int percent() {
            return items == 0 ? 100 : (int) (mapped * 100 / items);
        }
    }
}
