package org.healthsphere.node.smart;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The public keys that apps sign with: given when they were registered, or published by them. */
final class AppKeys {
    private static final int MOST = 1_000;

    private final KeyFetch fetch;
    private final InstantSource clock;
    private final Cache<String, Kept> kept =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private record Kept(JWKSet keys, Instant until) {}

    AppKeys(KeyFetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Those of a set that may have signed what has this header. */
    static Outcome<List<JWK>> of(String jwks, JWSHeader header) {
        try {
            return some(candidates(JWKSet.parse(jwks), header));
        } catch (ParseException _) {
            return Outcome.failed(new Fault.Unauthenticated("the app's keys cannot be read"));
        }
    }

    /** The same of the set at this address; a key that is not among those kept is looked for once more. */
    Outcome<List<JWK>> at(String url, JWSHeader header) {
        var known = Optional.ofNullable(kept.getIfPresent(url))
                .filter(some -> clock.instant().isBefore(some.until()))
                .map(some -> candidates(some.keys(), header))
                .filter(some -> !some.isEmpty());
        return known.map(Outcome::of)
                .orElseGet(() -> fetch.fetch(URI.create(url)).then(fetched -> {
                    kept.put(url, new Kept(fetched.keys(), clock.instant().plus(fetched.fresh())));
                    return some(candidates(fetched.keys(), header));
                }));
    }

    private static List<JWK> candidates(JWKSet keys, JWSHeader header) {
        var matcher = JWKMatcher.forJWSHeader(header);
        return matcher == null ? List.of() : new JWKSelector(matcher).select(keys);
    }

    private static Outcome<List<JWK>> some(List<JWK> keys) {
        return keys.isEmpty()
                ? Outcome.failed(new Fault.Unauthenticated("no key of the app has the kid that the assertion names"))
                : Outcome.of(keys);
    }
}
