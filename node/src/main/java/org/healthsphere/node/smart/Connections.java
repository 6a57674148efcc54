package org.healthsphere.node.smart;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Who connected which app, and every token and code that came of it.
 *
 * <p>It survives the process: what a call changes is durable when it returns. Of secrets only digests are kept. What has run out is
 * forgotten, and there is an upper bound to all of it.
 */
final class Connections {
    private static final String CONNECTIONS = "app-connection";
    private static final String TOKENS = "app-token";
    private static final String CODES = "app-code";
    private static final Duration CODE_REMEMBERED = Duration.ofDays(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    private static final int MOST_CONNECTIONS = 200_000;
    private static final int MOST_OF_A_PERSON = 50;
    private static final int MOST_TOKENS = 400_000;
    private static final int MOST_CODES = 50_000;
    private static final int SECRET_BYTES = 32;

    private final ResourceStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Map<Sha256, Issued> tokens = new ConcurrentHashMap<>();
    private final Map<Sha256, Code> codes = new ConcurrentHashMap<>();
    private final Map<Sha256, String> refreshes = new ConcurrentHashMap<>();
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private Instant swept = Instant.EPOCH;

    Connections(ResourceStore store, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        read(CONNECTIONS, connections, key -> key, Written::connection);
        read(TOKENS, tokens, Sha256::new, Written::issued);
        read(CODES, codes, Sha256::new, Written::code);
        connections.values().forEach(this::index);
    }

    private <K, V> void read(String space, Map<K, V> into, Function<String, K> key, Function<Bytes, V> value) {
        try (var marks = store.marks(space)) {
            marks.forEach(mark -> into.put(key.apply(mark.key()), value.apply(mark.value())));
        }
    }

    /** A fresh secret, and what is kept of it. */
    record Secret(String text, Sha256 digest) {
        @Override
        public String toString() {
            return "Secret[REDACTED]";
        }
    }

    Secret secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var text = Bytes.of(bytes).base64url();
        return new Secret(text, Sha256.of(text));
    }

    /** A code for this draft. */
    synchronized Outcome<String> codeFor(Code code) {
        sweep();
        if (codes.size() >= MOST_CODES) {
            return Outcome.failed(new Fault.TooMany("too many apps are being connected"));
        }
        var secret = secret();
        keep(secret.digest(), code);
        return Outcome.of(secret.text());
    }

    /** The code, which from now on is spent; one that was spent before ends what came of it (RFC 9700, section 4.2). */
    synchronized Outcome<Code> spend(String text) {
        var digest = Sha256.of(text);
        var known = Optional.ofNullable(codes.get(digest));
        if (known.isEmpty()) {
            return refused("the code is not one that this server gave out");
        }
        var code = known.get();
        keep(digest, code.nowSpent());
        if (code.spent()) {
            end(code.draft().id());
            return refused("the code was used before; what came of it has been ended");
        }
        return clock.instant().isBefore(code.until()) ? Outcome.of(code) : refused("the code has run out");
    }

    private void keep(Sha256 digest, Code code) {
        codes.put(digest, code);
        put(new Mark(CODES, digest.hex(), Written.of(code)), code.draft());
    }

    /** Begins a connection; the oldest of somebody who has very many gives way. */
    synchronized Outcome<Connection> begin(Connection connection) {
        if (connections.size() >= MOST_CONNECTIONS) {
            return Outcome.failed(new Fault.TooMany("too many apps are connected"));
        }
        of(connection.person()).stream().skip(MOST_OF_A_PERSON - 1L).forEach(old -> end(old.id()));
        keep(connection);
        return Outcome.of(connection);
    }

    private void keep(Connection connection) {
        connections.put(connection.id(), connection);
        index(connection);
        put(new Mark(CONNECTIONS, connection.id(), Written.of(connection)), connection);
    }

    /** What is about a patient is erased with him. */
    private void put(Mark mark, Connection connection) {
        store.putMark(connection.context().patient().map(mark::about).orElse(mark));
    }

    private void index(Connection connection) {
        connection.refresh().ifPresent(refresh -> {
            refresh.current().ifPresent(digest -> refreshes.put(digest, connection.id()));
            refresh.spent().forEach(digest -> refreshes.put(digest, connection.id()));
        });
    }

    /** A refresh token, the next of its connection; nothing where it has none. */
    synchronized Optional<String> nextRefresh(String id) {
        return Optional.ofNullable(connections.get(id))
                .filter(connection -> connection.refresh().isPresent())
                .map(connection -> {
                    var secret = secret();
                    var end = clock.instant().plus(Authorizations.OFFLINE_LIFE);
                    keep(used(connection).turnedTo(secret.digest(), end));
                    return secret.text();
                });
    }

    /**
     * The connection of a refresh token that is good. One that was spent before was stolen, or its successor was: nobody can tell who
     * has the right one, and the connection ends (RFC 9700, section 4.14.2).
     */
    synchronized Outcome<Connection> renewed(String token, String app) {
        var digest = Sha256.of(token);
        var known = Optional.ofNullable(refreshes.get(digest))
                .flatMap(this::find)
                .filter(connection -> connection.app().equals(app));
        if (known.isEmpty()) {
            return refused("the refresh token is not one of this app's that is good");
        }
        var connection = known.get();
        if (!connection.refresh().flatMap(Connection.Refresh::current).equals(Optional.of(digest))) {
            end(connection.id());
            return refused("the refresh token was used before; the connection has been ended");
        }
        return Outcome.of(connection);
    }

    /** An access token for this. */
    synchronized Outcome<String> issue(Issued issued) {
        sweep();
        if (tokens.size() >= MOST_TOKENS) {
            return Outcome.failed(new Fault.TooMany("too many tokens are in use"));
        }
        var secret = secret();
        tokens.put(secret.digest(), issued);
        var mark = new Mark(TOKENS, secret.digest().hex(), Written.of(issued));
        issued.connection().flatMap(this::find).ifPresentOrElse(c -> put(mark, c), () -> store.putMark(mark));
        return Outcome.of(secret.text());
    }

    /** A token that is good now. It never waits. */
    Optional<Issued> token(String text) {
        return Optional.ofNullable(tokens.get(Sha256.of(text)))
                .filter(issued -> clock.instant().isBefore(issued.until()))
                .filter(issued ->
                        issued.connection().map(id -> find(id).isPresent()).orElse(true));
    }

    /** Says that the app came; it never waits, and is written with the next change. */
    void noteUse(String id) {
        uses.put(id, clock.instant());
    }

    /** A connection that is in force. */
    Optional<Connection> find(String id) {
        return Optional.ofNullable(connections.get(id))
                .filter(connection -> clock.instant().isBefore(connection.until()));
    }

    /** Those of a person that are in force, newest first. */
    List<Connection> of(Person person) {
        return connections.values().stream()
                .filter(connection -> connection.person().equals(person))
                .filter(connection -> clock.instant().isBefore(connection.until()))
                .map(this::used)
                .sorted(Comparator.comparing(Connection::since).reversed())
                .toList();
    }

    private Connection used(Connection connection) {
        return Optional.ofNullable(uses.get(connection.id()))
                .map(connection::usedAt)
                .orElse(connection);
    }

    /** The connection of a refresh token, spent or not. */
    Optional<Connection> ofRefresh(String token) {
        return Optional.ofNullable(refreshes.get(Sha256.of(token))).flatMap(this::find);
    }

    /** Ends a connection with all of its tokens: they are good for nothing when this returns. */
    synchronized void end(String id) {
        var gone = Optional.ofNullable(connections.remove(id));
        gone.flatMap(Connection::refresh).ifPresent(refresh -> {
            refresh.current().ifPresent(refreshes::remove);
            refresh.spent().forEach(refreshes::remove);
        });
        uses.remove(id);
        tokens.entrySet().stream()
                .filter(entry -> entry.getValue().connection().equals(Optional.of(id)))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::endToken);
        gone.ifPresent(_ -> store.removeMark(CONNECTIONS, id));
    }

    /** Ends one access token. */
    synchronized void endToken(String text) {
        endToken(Sha256.of(text));
    }

    private void endToken(Sha256 digest) {
        if (tokens.remove(digest) != null) {
            store.removeMark(TOKENS, digest.hex());
        }
    }

    /** Ends everything that is about a patient, who is erased: what is marked about him goes with his key. */
    synchronized void forget(String patient) {
        connections.values().stream()
                .filter(connection -> connection.context().patient().equals(Optional.of(patient)))
                .map(Connection::id)
                .toList()
                .forEach(this::end);
        removeCodes(code -> code.draft().context().patient().equals(Optional.of(patient)));
    }

    /** Ends everything of an app. */
    synchronized void endApp(String app) {
        connections.values().stream()
                .filter(connection -> connection.app().equals(app))
                .map(Connection::id)
                .toList()
                .forEach(this::end);
        tokens.entrySet().stream()
                .filter(entry -> entry.getValue().app().equals(app))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::endToken);
    }

    private void sweep() {
        var now = clock.instant();
        if (now.isBefore(swept.plus(BETWEEN_SWEEPS))) {
            return;
        }
        swept = now;
        tokens.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue().until()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::endToken);
        connections.values().stream()
                .filter(connection -> !now.isBefore(connection.until()))
                .map(Connection::id)
                .toList()
                .forEach(this::end);
        removeCodes(code -> now.isAfter(code.until().plus(CODE_REMEMBERED)));
    }

    private void removeCodes(Predicate<Code> which) {
        codes.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(digest -> {
                    codes.remove(digest);
                    store.removeMark(CODES, digest.hex());
                });
    }

    private static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Conflict(ground));
    }
}
