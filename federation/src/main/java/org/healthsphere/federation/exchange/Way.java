package org.healthsphere.federation.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** How this member asks others: in whose name, sealed by what, over which channel. */
record Way(NodeId self, Sealing sealing, PeerChannel channel, InstantSource clock, Supplier<String> ids) {

    /** An envelope to be sent: its id, and its bytes. */
    record Sent(String id, Bytes sealed) {}

    /** Sealed for a member; empty when there is no valid key for it. */
    Optional<Sent> seal(Question question, Instant issued, NodeId to, String kind, Bytes content) {
        var header = new Header(
                self, to, ids.get(), Optional.empty(), kind, question.purpose(), question.ledgerHeight(), issued);
        return switch (sealing.seal(header, content)) {
            case Outcome.Success<Bytes>(var sealed) -> Optional.of(new Sent(header.id(), sealed));
            case Outcome.Failure<Bytes> _ -> Optional.empty();
        };
    }
}
