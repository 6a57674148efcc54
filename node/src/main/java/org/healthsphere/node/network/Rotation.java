package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.CertificateRequests;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.Renewal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this member's certificates when less than a third of their time is left, and when another member has left, while everything runs: with the
 * certificates comes this member's share of a new key of tokens then.
 *
 * <p>The request and the answer are on the ledger. What was begun is on disk before it is asked for, and so outlives a restart. The
 * doors show the new certificate as soon as the answer is read; others take the old one as well until the overlap ends.
 */
public final class Rotation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    /** A request that nobody has answered for so long is made anew. */
    private static final Duration UNANSWERED = Duration.ofDays(1);

    private static final int PART = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Own own;
    private final Admissions admissions;
    private final ConsentLedger ledger;
    private final Tools tools;
    private final Consumer<MemberIdentity> renewed;
    private volatile MemberIdentity identity;
    private volatile boolean running = true;
    private Optional<Fault> complaint = Optional.empty();

    /**
     * Whose certificates these are.
     *
     * @param secrets the file with the passphrase of its vault
     * @param shelf where lies what was begun
     */
    public record Own(MemberIdentity identity, String organization, NodeFolder folder, Path secrets, Shelf shelf) {}

    /** Where a renewal that was begun is kept until it is over. */
    public interface Shelf {
        Optional<Bytes> begun();

        /** Durable on return; in place of what was begun before. */
        void keep(Bytes begun);

        /** Who is asked has what came of it. */
        void end();
    }

    /** Time, chance, and how certificates are asked for. */
    public record Tools(InstantSource clock, SecureRandom random, CertificateRequests requests) {}

    /** A renewal that was begun, and what was asked for. */
    private record Begun(Renewal renewal, String request, Instant since) {}

    /**
     * Joins them.
     *
     * @param renewed hears of the member with its new certificates, once they are in the vault
     */
    public Rotation(
            Own own, Admissions admissions, ConsentLedger ledger, Tools tools, Consumer<MemberIdentity> renewed) {
        this.own = own;
        this.identity = own.identity();
        this.admissions = admissions;
        this.ledger = ledger;
        this.tools = tools;
        this.renewed = renewed;
    }

    /** Looks again and again until closed; the caller gives the thread. */
    public void run() {
        repeat(this::round);
    }

    /** The same for one of several processes that are this member, of which another one asks: it takes what that one was given. */
    public void runAsCopy() {
        repeat(this::take);
    }

    private void repeat(Supplier<Outcome<Boolean>> look) {
        while (running) {
            var outcome = tried(look);
            if (outcome instanceof Outcome.Failure<Boolean>(var fault) && !complaint.equals(Optional.of(fault))) {
                LOG.warn("certificates could not be renewed, and it is tried again: {}", fault);
            }
            complaint = outcome instanceof Outcome.Failure<Boolean>(var fault) ? Optional.of(fault) : Optional.empty();
            pause();
        }
    }

    /** A disk that is full, or a majority of processes that is away, is not so for ever. */
    private static Outcome<Boolean> tried(Supplier<Outcome<Boolean>> look) {
        try {
            return look.get();
        } catch (RuntimeException e) {
            return Outcome.failed(new Fault.Unavailable(
                    "where certificates are kept: " + e.getClass().getSimpleName()));
        }
    }

    private synchronized void pause() {
        try {
            if (running) {
                TimeUnit.MILLISECONDS.timedWait(this, ROUND.toMillis());
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }

    /** One look; whether there are new certificates now. */
    public Outcome<Boolean> round() {
        return begun().then(begun -> begun.isEmpty() && !isDue()
                ? Outcome.of(false)
                : goneOn(begun.filter(one -> isFresh(one) || answer(one).isPresent())
                        .orElseGet(this::begin)));
    }

    /** One look of a copy; whether there are new certificates now. */
    Outcome<Boolean> take() {
        return begun().then(begun -> begun.flatMap(one -> answer(one).map(issued -> taken(one, issued)))
                .orElseGet(() -> Outcome.of(false)));
    }

    private boolean isFresh(Begun begun) {
        return tools.clock().instant().isBefore(begun.since().plus(UNANSWERED));
    }

    /** How long the certificate that ends first holds. */
    public Duration left() {
        var now = tools.clock().instant();
        return certificates()
                .map(certificate ->
                        Duration.between(now, certificate.getNotAfter().toInstant()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Stream<X509Certificate> certificates() {
        var shown = Stream.of(identity.certificate(), identity.tlsCertificate());
        return own.folder().ledgerAuthority().isPresent()
                ? shown
                : Stream.concat(shown, Stream.of(own.folder().ledgerCertificate()));
    }

    private boolean isDue() {
        return admissions.hasLeftSince(identity.id()) || isEnding();
    }

    private boolean isEnding() {
        var now = tools.clock().instant();
        return certificates().anyMatch(certificate -> {
            var end = certificate.getNotAfter().toInstant();
            var life = Duration.between(certificate.getNotBefore().toInstant(), end);
            return Duration.between(now, end).compareTo(life.dividedBy(PART)) < 0;
        });
    }

    /** What is not over: its answer may be in the vault already. */
    private Outcome<Optional<Begun>> begun() {
        return own.shelf()
                .begun()
                .map(bytes -> read(bytes).map(begun -> Optional.of(begun).filter(one -> !isOver(one))))
                .orElseGet(() -> Outcome.of(Optional.empty()));
    }

    private boolean isOver(Begun begun) {
        var over = answer(begun)
                .filter(issued -> certificate(issued.tls()).equals(identity.tlsCertificate()))
                .isPresent();
        if (over) {
            own.shelf().end();
        }
        return over;
    }

    private Outcome<Begun> read(Bytes bytes) {
        try {
            JsonNode json = JSON.readTree(bytes.array());
            return Renewal.open(identity, Bytes.base64url(json.path("sealed").asText()))
                    .map(renewal -> new Begun(
                            renewal,
                            json.path("request").asText(),
                            Instant.parse(json.path("since").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Begun begin() {
        var renewal = identity.renewal(tools.random());
        var request = RenewalRequest.of(identity, own.organization(), renewal, tools.requests())
                .text();
        var begun = new Begun(renewal, request, tools.clock().instant());
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("sealed", renewal.sealed(tools.random()).base64url())
                .put("request", request)
                .put("since", begun.since().toString());
        own.shelf().keep(Bytes.utf8(json.toString()));
        LOG.info("certificates end in {} days; new ones are asked for", left().toDays());
        return begun;
    }

    private Optional<CertifyMember> answer(Begun begun) {
        return admissions.issued(Sha256.of(begun.request()));
    }

    private Outcome<Boolean> goneOn(Begun begun) {
        return answer(begun)
                .map(issued -> taken(begun, issued))
                .orElseGet(() -> ledger.submit(new RequestCertificates(identity.id(), begun.request()))
                        .map(LedgerEvent::directive)
                        .map(_ -> false));
    }

    private Outcome<Boolean> taken(Begun begun, CertifyMember issued) {
        return MemberCard.parse(issued.card())
                .then(card -> begun.renewal()
                        .renewed(card.signing(), certificate(issued.tls()))
                        .map(after -> {
                            deal(new NodeFolder.Dealt(card.linkage(), card.share()));
                            own.folder().renew(after, passphrase(), issued.ledger(), tools.random());
                            identity = after;
                            renewed.accept(after);
                            own.shelf().end();
                            LOG.info("certificates were renewed; they hold for {} days", left().toDays());
                            return true;
                        }));
    }

    /** A share of a new key of tokens comes with the certificates, after somebody has left. */
    private void deal(NodeFolder.Dealt dealt) {
        if (!dealt.key().isEmpty() && !dealt.key().equals(own.folder().linkageKey())) {
            own.folder().deal(dealt);
            LOG.info("a new key of tokens was dealt");
        }
    }

    private Passphrase passphrase() {
        try {
            return Passphrase.read(own.secrets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509Certificate certificate(Bytes der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.array()));
        } catch (CertificateException e) {
            throw new IllegalStateException("the ledger holds a certificate that is none", e);
        }
    }

    @Override
    public synchronized void close() {
        running = false;
        notifyAll();
    }
}
