package org.healthsphere.node.consents;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Sha256;

/**
 * That this hospital vouches on the ledger for a key: that it is the same patient's, or that of whoever speaks for him. It does so for a
 * day, and anew each time: what is over here is over there a day later, whoever holds the key.
 */
final class Vouching {
    private static final Duration FOR = Duration.ofDays(1);

    private final NodeId self;
    private final ConsentLedger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    Vouching(NodeId self, ConsentLedger ledger, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /** What the ledger is to be told, of this key and the patient with this handle. */
    Guardian guardian(String handle, Sha256 key, Speaker speaker) {
        var basis = speaker.guardianship()
                .map(right -> "a guardian\n" + right.id() + "\n" + key.hex())
                .orElseGet(() -> "a passkey of the same patient\n" + handle + "\n" + key.hex());
        return new Guardian(
                RandomId.draw(random),
                self,
                handle,
                key,
                Sha256.of(basis),
                clock.instant().plus(FOR).truncatedTo(ChronoUnit.SECONDS));
    }

    /** Committed, where there is anything to vouch for. */
    Outcome<Optional<LedgerEvent>> submitted(Optional<Guardian> guardian) {
        return guardian.map(one -> ledger.submit(one).map(Optional::of)).orElseGet(() -> Outcome.of(Optional.empty()));
    }
}
