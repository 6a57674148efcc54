package org.healthsphere.node.network;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificates are good now: issued by the network's authority, in their time, and not taken back.
 *
 * <p>The authority's list of what it took back comes with the events of the ledger. It is believed for the authority's
 * signature, whoever brought it, and never gives way to an older one. It is kept in the node's folder, so that a start needs no
 * ledger. Once it has run out nobody is let in until a newer one comes.
 */
public final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final String NUMBER = "2.5.29.20";
    /** Tag and length of the octets that hold the extension, and of the integer in them. */
    private static final int DER_HEADERS = 4;
    /** A newer one comes when half of a list's life is left; less than this part of it is a warning. */
    private static final int PART = 4;

    private final NodeFolder folder;
    private final MemberTrust trust;
    private final InstantSource clock;
    private volatile Optional<X509CRL> list = Optional.empty();

    private Standing(NodeFolder folder, X509Certificate authority, InstantSource clock) {
        this.folder = folder;
        this.trust = new MemberTrust(authority);
        this.clock = clock;
    }

    /** With the list that is in the folder; one that is damaged or not the authority's is as good as none. */
    public static Standing open(NodeFolder folder, X509Certificate authority, InstantSource clock) {
        var standing = new Standing(folder, authority, clock);
        standing.list = folder.revocations().flatMap(der -> switch (standing.signed(der)) {
            case Outcome.Success<X509CRL>(var kept) -> Optional.of(kept);
            case Outcome.Failure<X509CRL>(var fault) -> {
                LOG.warn("the list of revoked certificates in the node's folder is not used: {}", fault);
                yield Optional.empty();
            }
        });
        return standing;
    }

    /** The member whose certificate this is, if it may be used so at this moment. */
    public Outcome<NodeId> member(List<X509Certificate> chain, CertificateUse use) {
        return list.map(known -> trust.verify(chain, known, use, clock.instant()))
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a list of revoked certificates")));
    }

    /** Takes in an event; those that publish no list change nothing. */
    public void apply(LedgerEvent event) {
        if (event.directive() instanceof PublishRevocations(var der)
                && take(der) instanceof Outcome.Failure<X509CRL>(var fault)
                && !(fault instanceof Fault.Conflict)) {
            LOG.warn("a list of revoked certificates on the ledger is not used: {}", fault);
        }
    }

    /** Puts this list in the place of the one before, durable on return; Conflict when there is one as new. */
    public synchronized Outcome<X509CRL> take(Bytes der) {
        return signed(der).then(this::newer).map(taken -> {
            folder.keepRevocations(der);
            list = Optional.of(taken);
            return taken;
        });
    }

    private Outcome<X509CRL> newer(X509CRL offered) {
        return list.isEmpty() || number(offered).compareTo(number(list.get())) > 0
                ? Outcome.of(offered)
                : Outcome.failed(new Fault.Conflict("the list is not newer than the one that is known"));
    }

    private Outcome<X509CRL> signed(Bytes der) {
        try {
            var read = CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der.array()));
            if (read instanceof X509CRL found && found.getNextUpdate() != null && isNumbered(found)) {
                found.verify(trust.authority().getPublicKey());
                return Outcome.of(found);
            }
            return Outcome.failed(new Fault.Invalid("not a numbered list of revoked certificates with an end"));
        } catch (CRLException | CertificateException e) {
            return Outcome.failed(new Fault.Invalid("not a list of revoked certificates"));
        } catch (GeneralSecurityException e) {
            return Outcome.failed(new Fault.Unauthenticated("the list is not signed by the network's authority"));
        }
    }

    private static boolean isNumbered(X509CRL list) {
        var extension = list.getExtensionValue(NUMBER);
        return extension != null && extension.length > DER_HEADERS;
    }

    /** It only rises (RFC 5280, section 5.2.3). */
    private static BigInteger number(X509CRL list) {
        var extension = list.getExtensionValue(NUMBER);
        return new BigInteger(extension, DER_HEADERS, extension.length - DER_HEADERS);
    }

    Instant now() {
        return clock.instant();
    }

    /** How long the list that is known may still be used; zero when it has run out, or there is none. */
    public Duration left() {
        var left = end().map(end -> Duration.between(clock.instant(), end)).orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Why no member is let in, in words for the operator; empty while members are. */
    public Optional<String> complaint() {
        if (list.isEmpty()) {
            return Optional.of(
                    "no list of revoked certificates is known: no member is let in until one is on the ledger");
        }
        return end().filter(end -> clock.instant().isAfter(end))
                .map(end -> "the list of revoked certificates ran out at " + end
                        + ": no member is let in until the network's authority publishes a newer one");
    }

    /** That a newer list should have come by now, in words for the operator; empty while there is time, and once there is none. */
    public Optional<String> warning() {
        return list.filter(known -> {
                    var end = known.getNextUpdate().toInstant();
                    var life = Duration.between(known.getThisUpdate().toInstant(), end);
                    var left = Duration.between(clock.instant(), end);
                    return !left.isNegative() && left.compareTo(life.dividedBy(PART)) < 0;
                })
                .map(known -> "the list of revoked certificates runs out at "
                        + known.getNextUpdate().toInstant()
                        + ", and the network's authority has published no newer one: from then on no member is let in");
    }

    /** When the list that is known runs out; empty when there is none. */
    public Optional<Instant> end() {
        return list.map(known -> known.getNextUpdate().toInstant());
    }
}
