package org.healthsphere.node.network;

import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator of a network says on its ledger about certificates.
 *
 * <p>The authority makes a new list well before the old one runs out, and whenever something was taken back. Whoever runs the
 * authority calls {@link #publish} again and again; on the ledger comes only what is new.
 */
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final NetworkAuthority authority;
    private final ConsentLedger founder;
    private Optional<Bytes> published = Optional.empty();

    /**
     * Joins them.
     *
     * @param founder the ledger as the founder of the network speaks to it
     */
    public Publication(NetworkAuthority authority, ConsentLedger founder) {
        this.authority = authority;
        this.founder = founder;
    }

    /** Puts the authority's list on the ledger unless it is there; whether it was new. */
    public synchronized Outcome<Boolean> publish() {
        var list = authority.revocations();
        if (published.equals(Optional.of(list))) {
            return Outcome.of(false);
        }
        return founder.submit(new PublishRevocations(list)).map(_ -> {
            published = Optional.of(list);
            return true;
        });
    }

    /** Publishes; when that fails, the log says so, and the next time may do better. */
    public void keepUp() {
        if (publish() instanceof Outcome.Failure<Boolean>(var fault)) {
            LOG.warn("the list of revoked certificates could not be published: {}", fault);
        }
    }

    /**
     * Ends a membership: all its certificates are taken back, the others learn of it from the ledger, and they no longer ask it.
     * How many certificates that were.
     *
     * <p>What was taken back stays so when the ledger cannot be reached; the next {@link #publish} tells of it.
     */
    public Outcome<Integer> expel(NodeId member) {
        return authority
                .expel(member)
                .then(revoked -> publish().then(_ -> suspend(member)).map(_ -> revoked));
    }

    private Outcome<NodeId> suspend(NodeId member) {
        return switch (founder.submit(new SuspendMember(member))) {
            case Outcome.Success<?> _ -> Outcome.of(member);
            // It has certificates and never took part.
            case Outcome.Failure<?>(Fault.NotFound _) -> Outcome.of(member);
            case Outcome.Failure<?>(var fault) -> Outcome.failed(fault);
        };
    }
}
