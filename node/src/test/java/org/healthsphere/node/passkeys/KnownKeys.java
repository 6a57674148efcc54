package org.healthsphere.node.passkeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A ledger that remembers what it was told of keys. */
public final class KnownKeys implements PatientKeys.Ledger {
    final List<Sha256> registered = new ArrayList<>();
    final List<Sha256> retired = new ArrayList<>();
    Optional<Sha256> relyingParty = Optional.empty();
    boolean isAway;

    @Override
    public Outcome<?> register(String patient, VerificationKey key, Sha256 party) {
        if (isAway) {
            return Outcome.failed(new Fault.Unavailable("the ledger"));
        }
        relyingParty = Optional.of(party);
        registered.add(key.thumbprint());
        return Outcome.of(true);
    }

    @Override
    public Outcome<?> retire(Sha256 key) {
        retired.add(key);
        return Outcome.of(true);
    }
}
