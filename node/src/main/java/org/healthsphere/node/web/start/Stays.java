package org.healthsphere.node.web.start;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.openid.Left;
import org.healthsphere.node.openid.Stay;
import org.healthsphere.specs.RandomId;

/** Which sessions are by a stay at the provider, as long as they may last, and who is on his way out of both. Kept in memory alone. */
final class Stays {
    private static final Duration TIME_TO_LEAVE = Duration.ofMinutes(1);
    private static final int MOST = 20_000;

    private final SecureRandom random;
    private final InstantSource clock;

    /** By the ids of sessions. */
    private final Cache<String, Stay> stays;

    /** Where somebody goes who leaves, by a word of chance. */
    private final Cache<String, Leaving> leaving =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private record Leaving(String place, Instant until) {}

    Stays(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.stays = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(Sessions.LONGEST)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    void keep(Session session, Stay stay) {
        stays.put(session.id(), stay);
    }

    /** The stay by which this session is, once: it is over now. */
    Optional<Stay> take(Session session) {
        return Optional.ofNullable(stays.asMap().remove(session.id()));
    }

    /** The sessions that are over with it, by their ids. */
    Set<String> ended(Left left) {
        var over = stays.asMap().entrySet().stream()
                .filter(entry -> left.ends(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        stays.invalidateAll(over);
        return over;
    }

    /** A word for the place where somebody goes now; good once, for a minute. */
    String leaving(String place) {
        var word = RandomId.draw(random);
        leaving.put(word, new Leaving(place, clock.instant().plus(TIME_TO_LEAVE)));
        return word;
    }

    Optional<String> place(String word) {
        return Optional.ofNullable(leaving.asMap().remove(word))
                .filter(known -> clock.instant().isBefore(known.until()))
                .map(Leaving::place);
    }
}
