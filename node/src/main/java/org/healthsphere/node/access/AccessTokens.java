package org.healthsphere.node.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.jose.Jws;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * Access tokens for programs: JSON web tokens (RFC 9068) that this node signs with ES256 and alone accepts.
 *
 * <p>A token seen before is recognised by its digest; only a new one costs the checking of a signature. A refused token is not
 * remembered.
 */
public final class AccessTokens implements Bearers {
    public static final Duration LONGEST_LIFE = Duration.ofDays(31);

    private static final String TYPE = "at+jwt";
    private static final int LONGEST = 4096;
    private static final int REMEMBERED = 10_000;
    private static final int ID_BYTES = 16;
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Audience audience;
    private final Signer signer;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<Sha256, Checked> checked = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    private record Checked(Caller caller, Instant expires) {}

    /**
     * For whom tokens are.
     *
     * @param url the base address of this node, issuer and audience at once
     */
    public record Audience(NodeId member, String url) {}

    /** What a new token shall say. */
    public record Wanted(String subject, Role role, Set<Scope> scopes, Duration life) {
        public Wanted {
            scopes = Set.copyOf(scopes);
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException("a token is good for something");
            }
        }
    }

    public AccessTokens(Audience audience, Signer signer, InstantSource clock, SecureRandom random) {
        this.audience = audience;
        this.signer = signer;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token of an app is a word of chance without dots, and only the process that leads knows what it is good for; those that the node
     * signs by itself have some, and say it.
     */
    public static boolean isOfApp(String token) {
        return token.indexOf('.') < 0;
    }

    public String issue(Wanted wanted) {
        if (wanted.life().compareTo(LONGEST_LIFE) > 0 || !wanted.life().isPositive()) {
            throw new IllegalArgumentException("a token lives between a second and " + LONGEST_LIFE.toDays() + " days");
        }
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var now = clock.instant().getEpochSecond();
        var claims = new TokenClaims(
                audience.url(), wanted, audience.member(), Bytes.of(id).base64url(), now);
        return Jws.sign(TYPE, claims.json(), signer);
    }

    /** Who calls with this token; why it is not taken never says more than a stranger may know. */
    @Override
    public Outcome<Caller> verify(String token) {
        if (token.length() > LONGEST) {
            return refused("the access token is too long");
        }
        var digest = Sha256.of(token);
        var known = Optional.ofNullable(checked.getIfPresent(digest));
        return known.map(this::stillGood)
                .orElseGet(() -> check(token).then(fresh -> {
                    checked.put(digest, fresh);
                    return stillGood(fresh);
                }));
    }

    private Outcome<Caller> stillGood(Checked known) {
        return clock.instant().isBefore(known.expires())
                ? Outcome.of(known.caller())
                : refused("the access token has expired; ask for a new one");
    }

    private Outcome<Checked> check(String token) {
        return notOurs(Jws.parse(token))
                .then(jws -> notOurs(jws.verify(TYPE, signer.verificationKey())))
                .then(TokenClaims::parse)
                .then(this::meantForNow)
                .map(AccessTokens::checked);
    }

    private static <T> Outcome<T> notOurs(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Success<T> success -> success;
            case Outcome.Failure<T> _ -> refused("the access token is not one that this node issues");
        };
    }

    private Outcome<TokenClaims> meantForNow(TokenClaims claims) {
        var now = clock.instant();
        if (!claims.issuer().equals(audience.url()) || !claims.member().equals(audience.member())) {
            return refused("the access token is for another node");
        }
        if (claims.issuedAt().isAfter(now.plus(SKEW)) || claims.lifeIsLongerThan(LONGEST_LIFE)) {
            return refused("the access token is from the future");
        }
        return now.isBefore(claims.expires())
                ? Outcome.of(claims)
                : refused("the access token has expired; ask for a new one");
    }

    private static Checked checked(TokenClaims claims) {
        var wanted = claims.wanted();
        var requester = new Requester(claims.member(), wanted.subject(), wanted.role());
        return new Checked(
                new Caller(requester, Caller.purposesOf(wanted.role()), wanted.scopes(), ownRecord(wanted)),
                claims.expires());
    }

    /** A patient's token names his record here as its subject. */
    private static Optional<String> ownRecord(Wanted wanted) {
        return wanted.role() == Role.PATIENT ? Optional.of(wanted.subject()) : Optional.empty();
    }

    private static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}
