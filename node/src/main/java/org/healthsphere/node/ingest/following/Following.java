package org.healthsphere.node.ingest.following;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.bulk.NdjsonRows;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the changes of another FHIR server by a subscription there (Subscriptions R5 Backport 1.1.0 on R4, or FHIR R4's own).
 *
 * <p>A notification is a reason to look, and no more: what was told is read from the server, by the numbers of events, and only when it
 * is durable here the notification is answered. So one that is lost, comes twice or in another order costs nothing; a number that
 * is ahead tells of those that were missed. Where the server does not keep its events, or the subscription was lost, everything of the
 * wanted types that has changed since is searched for. What is taken twice counts once.
 */
public final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final int SECRET_BYTES = 32;
    private static final int ROUNDS = 100;
    private static final String BEARER = "Bearer ";

    private final String source;
    private final Wanted wanted;
    private final FhirServer server;
    private final Intake intake;
    private final Progress progress;
    private final Own own;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * What is the node's own.
     *
     * @param endpoint where notifications are to go
     */
    public record Own(Supplier<String> endpoint, InstantSource clock, SecureRandom random) {}

    /** @param intake of messages of bulk data */
    public Following(String source, Wanted wanted, Remote remote, Intake intake, Progress progress, Own own) {
        this.source = source;
        this.wanted = wanted;
        this.server = new FhirServer(remote, wanted);
        this.intake = intake;
        this.progress = progress;
        this.own = own;
    }

    /** Sees to it that there is a subscription, that it works, and that nothing was missed. */
    public Outcome<Long> look() {
        one.lock();
        try {
            var taken = known().filter(state -> !state.id().isEmpty())
                    .map(this::looked)
                    .orElseGet(this::begin);
            if (taken instanceof Outcome.Failure<Long>(var fault)) {
                LOG.warn("following {}: {}", source, Faults.text(fault));
            }
            return taken;
        } finally {
            one.unlock();
        }
    }

    /**
     * A notification; when this answers, what it told is durable.
     *
     * <p>{@link Fault.Unauthenticated} when it does not bring the secret along, {@link Fault.Invalid} when it is none.
     */
    public Outcome<Long> notified(String authorization, Bytes body) {
        var state = known().filter(known -> isOurs(known, authorization));
        if (state.isEmpty()) {
            return Outcome.failed(new Fault.Unauthenticated("the secret of the subscription"));
        }
        var told = Json.parse(body).flatMap(Told::of);
        if (told.isEmpty() && wanted.topic().isPresent()) {
            return Outcome.failed(new Fault.Invalid("a notification is expected"));
        }
        if (told.filter(one -> one.type().equals("handshake")).isPresent()) {
            return Outcome.of(0L);
        }
        one.lock();
        try {
            // It may have been taken while this one waited.
            return known().map(now -> wanted.topic().isPresent()
                            ? caughtUp(now, told.map(Told::newest).orElse(0L))
                            : searched(now, now.event()))
                    .orElseThrow();
        } finally {
            one.unlock();
        }
    }

    private static boolean isOurs(Subscribed state, String authorization) {
        return authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        digest(authorization.substring(BEARER.length()).strip())
                                .hex()
                                .getBytes(StandardCharsets.US_ASCII),
                        state.secret().hex().getBytes(StandardCharsets.US_ASCII));
    }

    private static Sha256 digest(String secret) {
        return Sha256.of(secret);
    }

    private Optional<Subscribed> known() {
        return progress.get(what()).map(Subscribed::of);
    }

    private String what() {
        return source + "/subscription";
    }

    private void note(Subscribed state) {
        progress.set(what(), state.written());
    }

    /** The secret is noted down before anybody is told it, so that the greeting is known. */
    private Outcome<Long> begin() {
        var bytes = new byte[SECRET_BYTES];
        own.random().nextBytes(bytes);
        var secret = HexFormat.of().formatHex(bytes);
        var since = known().map(Subscribed::since).orElse(Instant.EPOCH);
        var state = new Subscribed("", digest(secret), 0, since);
        note(state);
        return server.subscribe(own.endpoint().get(), secret).then(id -> {
            var named = state.named(id);
            note(named);
            LOG.info("subscribed at the server of {}", source);
            // What changed before the subscription was there nobody tells.
            return searched(named, 0);
        });
    }

    private Outcome<Long> looked(Subscribed state) {
        return server.status(state.id()).then(status -> {
            var lost = status.isEmpty() || List.of("error", "off").contains(status.get().status());
            if (lost) {
                LOG.warn("the subscription at the server of {} is lost; another one is made", source);
                server.unsubscribe(state.id());
                note(state.named(""));
                return begin();
            }
            return wanted.topic().isPresent()
                    ? caughtUp(state, status.map(Told::newest).orElse(0L))
                    : searched(state, state.event());
        });
    }

    /** Up to the newest event that the server knows, in as many pieces as it gives. */
    private Outcome<Long> caughtUp(Subscribed from, long newest) {
        var state = from;
        var count = 0L;
        for (var round = 0; round < ROUNDS && state.event() < newest; round++) {
            var last = state.event();
            var events = server.events(state.id(), last + 1);
            if (events instanceof Outcome.Failure<Optional<Told>>(var fault)) {
                return Outcome.failed(fault);
            }
            var told = events.orElseThrow();
            if (told.isEmpty() || !isWhole(told.get(), last)) {
                return searched(state, newest);
            }
            var taken = read(told.get());
            if (taken instanceof Outcome.Failure<Long>(var fault)) {
                return Outcome.failed(fault);
            }
            count += taken.orElseThrow();
            state = state.upTo(told.get().events().getLast().number());
            note(state);
        }
        return Outcome.of(count);
    }

    /** Whether the events go on where the last one ended, and each says what it is about. */
    private static boolean isWhole(Told told, long last) {
        var expected = last + 1;
        for (var event : told.events()) {
            if (event.number() != expected || event.focus().isEmpty()) {
                return false;
            }
            expected++;
        }
        return !told.events().isEmpty();
    }

    private Outcome<Long> read(Told told) {
        var addresses = told.events().stream()
                .flatMap(event -> event.focus().stream())
                .distinct()
                .toList();
        return server.read(addresses).then(this::taken);
    }

    /** All that has changed since all was here; some of it once more, for clocks differ. */
    private Outcome<Long> searched(Subscribed state, long newest) {
        var now = own.clock().instant();
        var since = state.since().equals(Instant.EPOCH) ? Instant.EPOCH : state.since().minus(OVERLAP);
        var count = 0L;
        var queries = wanted.topic().isPresent() ? wanted.types() : wanted.criteria();
        for (var query : queries) {
            var found = server.search(query, since, this::taken);
            if (found instanceof Outcome.Failure<Long>(var fault)) {
                return Outcome.failed(fault);
            }
            count += found.orElseThrow();
        }
        note(state.whole(newest, now));
        return Outcome.of(count);
    }

    private Outcome<Long> taken(List<JsonNode> resources) {
        var lines = resources.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        return intake.take(new NdjsonRows(in, "subscription")).map(_ -> (long) resources.size());
    }
}
