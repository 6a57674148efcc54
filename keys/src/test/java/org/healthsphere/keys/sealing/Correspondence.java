package org.healthsphere.keys.sealing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.keys.MovableClock;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Two members that write to each other, with everything about them fixed. */
final class Correspondence {
    static final NodeId NORTH = new NodeId("north");
    static final NodeId SOUTH = new NodeId("south");

    final MovableClock clock = new MovableClock("2026-03-01T08:00:00Z");
    final SeededRandom random = new SeededRandom(11);
    final SigningKey north = SigningKey.generate(random);
    final RecipientSecret south = RecipientSecret.generate(random);
    final ReplayGuard guard = new ReplayGuard(1000, clock.instant());

    EnvelopeHeader header() {
        return new EnvelopeHeader(
                NORTH,
                SOUTH,
                EnvelopeHeader.newMessageId(random),
                Optional.empty(),
                "record.query",
                PurposeOfUse.TREAT,
                42,
                clock.instant());
    }

    Bytes seal(Bytes content) {
        return Envelope.seal(content, header(), south.recipientKey(), north, random);
    }

    Envelope.Sealed by() {
        return new Envelope.Sealed(south.recipientKey(), north, random);
    }

    Bytes sealLong(Bytes content) {
        return Envelope.sealLong(content, header(), by());
    }

    /** What the sender of these bytes would have signed, whether they are an envelope or not. */
    static byte[] signed(byte[] envelope) {
        return Envelope.Layout.of(Bytes.of(envelope)) instanceof Outcome.Success<Envelope.Layout>(var layout)
                ? layout.signed()
                : Envelope.signed(Envelope.Form.WHOLE, envelope, 0);
    }

    EnvelopeOpener opener() {
        return opener(SOUTH, south, guard);
    }

    EnvelopeOpener opener(NodeId member, Unsealer unsealer, ReplayGuard replays) {
        var keys = Map.of(NORTH, north.verificationKey());
        SenderKeys senders = from -> Optional.ofNullable(keys.get(from))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("not a member")));
        return new EnvelopeOpener(
                member,
                unsealer,
                senders,
                new Freshness(Duration.ofMinutes(2), Duration.ofSeconds(30)),
                replays,
                clock);
    }

    /** An opener that has seen nothing yet. */
    EnvelopeOpener freshOpener() {
        return opener(SOUTH, south, new ReplayGuard(1000, clock.instant()));
    }
}
