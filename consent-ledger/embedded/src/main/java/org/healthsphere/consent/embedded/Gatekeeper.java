package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import org.healthsphere.consent.contract.ConsentContract;
import org.healthsphere.consent.embedded.Identities.Identity;

/** Who may speak to the ledger now: members' certificates that are current, not taken back, and whose member takes part. */
final class Gatekeeper {
    /** How far a member may read that takes part. */
    static final long EVERY_BLOCK = Long.MAX_VALUE;

    /** How far a proposal's time may be from ours, as in Fabric. */
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final LedgerConfig config;
    private final Identities identities;
    private final WorldState state;

    Gatekeeper(LedgerConfig config, Identities identities, WorldState state) {
        this.config = config;
        this.identities = identities;
        this.state = state;
    }

    /** The signer of these bytes, whose member takes part; or a refusal. */
    Identity admit(ByteString serialized, ByteString signature, ByteString signed) {
        var identity = known(serialized, signature, signed);
        if (!state.reading(() -> takesPart(identity))) {
            throw stranger();
        }
        return identity;
    }

    /**
     * How far the signer of these bytes may read, or a refusal: who was suspended, to the block that says so, as its own peer would have
     * it.
     *
     * @return the number of the last block
     */
    long lastReadable(ByteString serialized, ByteString signature, ByteString signed) {
        var identity = known(serialized, signature, signed);
        return state.reading(() -> takesPart(identity)
                ? EVERY_BLOCK
                : state.get(ConsentContract.memberKey(identity.organization()))
                        .map(suspended -> suspended.version().getBlockNum())
                        .orElseThrow(Gatekeeper::stranger));
    }

    private boolean takesPart(Identity identity) {
        return ConsentContract.takesPart(
                identity.organization(), key -> state.get(key).map(WorldState.Value::value));
    }

    static StatusRuntimeException stranger() {
        return Refused.of(Status.PERMISSION_DENIED, "not a member of the network");
    }

    private Identity known(ByteString serialized, ByteString signature, ByteString signed) {
        var now = config.clock().instant();
        var identity = identities
                .identity(serialized, now)
                .orElseThrow(() -> Refused.of(Status.UNAUTHENTICATED, "no current certificate of this network"));
        if (!identity.signed(signature, signed)) {
            throw Refused.of(Status.UNAUTHENTICATED, "the signature is not that of the certificate");
        }
        if (!Identities.stands(
                identity.certificate(), config.trust().revocations().get(), now)) {
            throw Refused.of(Status.UNAUTHENTICATED, "the certificate was taken back, or that cannot be told");
        }
        if (!Validator.mayCreate(identity.role())) {
            throw stranger();
        }
        return identity;
    }

    void requireNearNow(Instant time) {
        if (Duration.between(time, config.clock().instant()).abs().compareTo(WINDOW) > 0) {
            throw Refused.of(Status.INVALID_ARGUMENT, "the time of the proposal is not now");
        }
    }
}
