package org.healthsphere.node.fhir.subscription;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Sha256;

/** The tokens with which a websocket is bound to subscriptions: each is good once, for a minute, and known here by its digest. */
final class Bindings {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final int BYTES = 32;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<Sha256, Binding> open =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    Bindings(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** What a token stands for. */
    record Binding(Requester requester, List<String> subscriptions, Instant expires) {
        Binding {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** A new token. */
    record Token(String text, Instant expires) {
        @Override
        public String toString() {
            return "Token[REDACTED]";
        }
    }

    Token open(Requester requester, List<String> subscriptions) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var text = Bytes.of(bytes).base64url();
        var expires = clock.instant().plus(LIFE);
        open.put(Sha256.of(text), new Binding(requester, subscriptions, expires));
        return new Token(text, expires);
    }

    Optional<Binding> use(String token) {
        return Optional.ofNullable(open.asMap().remove(Sha256.of(token)))
                .filter(binding -> clock.instant().isBefore(binding.expires()));
    }
}
