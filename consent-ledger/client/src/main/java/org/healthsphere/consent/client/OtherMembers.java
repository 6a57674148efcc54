package org.healthsphere.consent.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A ledger that its members run together, each with a peer. The peer that one is connected to is one's own, and may be cut off
 * without knowing: a head counts when another member's peer has signed, in answer to this question, that it has that block too.
 */
final class OtherMembers implements Neighbours {
    private static final Duration CONFIGURATION_AGE = Duration.ofMinutes(1);
    private static final LedgerHead NONE = new LedgerHead(-1, Sha256.of(""), Instant.MIN);

    private final GatewayLink link;
    private final String self;
    private final LedgerMode mode;
    private final InstantSource clock;
    private final AtomicInteger first = new AtomicInteger();
    private volatile Optional<Known> known = Optional.empty();
    private volatile LedgerHead newest = NONE;

    private record Known(ChannelMembers members, Instant since) {}

    OtherMembers(GatewayLink link, LedgerConnection connection, InstantSource clock) {
        this.link = link;
        this.self = connection.speaker().member().value();
        this.mode = connection.mode();
        this.clock = clock;
    }

    /**
     * One's own, and of the others as many as make more than half, beginning with another one at each attempt. Keys with a policy
     * of their own may want somebody else than was named: whoever took part when a consent was granted.
     */
    @Override
    public Outcome<List<String>> endorsers(int attempt) {
        return members().map(members -> {
            var others = members.othersThan(self);
            List<String> named = new ArrayList<>(List.of(self));
            for (var i = 0; named.size() < members.majority(); i++) {
                named.add(others.get(Math.floorMod(first.get() + attempt + i, others.size())));
            }
            return List.copyOf(named);
        });
    }

    @Override
    public void wereEnough(int attempt) {
        var _ = first.addAndGet(attempt);
    }

    @Override
    public boolean isAnother(String organization) {
        return !organization.equals(self)
                && members() instanceof Outcome.Success<ChannelMembers>(var members)
                && members.has(organization);
    }

    /** Whoever is behind what was vouched for before does not vouch for anything. */
    @Override
    public Outcome<LedgerHead> head() {
        return members().then(members -> {
            for (var other : members.othersThan(self)) {
                if (stated(members, other) instanceof Outcome.Success<LedgerHead> head
                        && head.value().height() >= newest.height()) {
                    newest = head.value();
                    return head;
                }
            }
            return Outcome.failed(new Fault.Unavailable("consent ledger: another member that vouches for the head"));
        });
    }

    private Outcome<LedgerHead> stated(ChannelMembers members, String other) {
        var asked = clock.instant();
        return link.endorsedChainInfo(other).then(answer -> members.verified(other, answer, asked));
    }

    private Outcome<ChannelMembers> members() {
        var now = clock.instant();
        var last = known.filter(k -> k.since().plus(CONFIGURATION_AGE).isAfter(now));
        return last.map(k -> Outcome.of(k.members()))
                .orElseGet(() -> configuration()
                        .then(answer -> ChannelMembers.of(answer, mode))
                        .map(members -> {
                            known = Optional.of(new Known(members, now));
                            return members;
                        }));
    }

    /** What has none and states its head itself is a ledger of one operator. */
    private Outcome<byte[]> configuration() {
        var configuration = link.channelConfiguration();
        return configuration instanceof Outcome.Failure && link.vouch() instanceof Outcome.Success
                ? Outcome.failed(HeadStatement.ANOTHER_MODE)
                : configuration;
    }
}
