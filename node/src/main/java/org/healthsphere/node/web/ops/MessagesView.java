package org.healthsphere.node.web.ops;

import java.util.List;
import java.util.Optional;

/** What came in, what did not map. */
public record MessagesView(MessageCounts counts, List<Quarantined> quarantine, Optional<String> done) {
    public MessagesView {
        quarantine = List.copyOf(quarantine);
    }
}
