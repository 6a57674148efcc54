package org.healthsphere.node.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.config.NodeConfig.StaffLogin;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;

/** What an identity token must say (OpenID Connect Core 1.0, section 3.1.3.7), and who it is about. */
final class Claims {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String LEFT = "http://schemas.openid.net/event/backchannel-logout";

    private final StaffLogin settings;

    Claims(StaffLogin settings) {
        this.settings = settings;
    }

    /**
     * What one sign-in expects.
     *
     * @param nonce that was sent
     * @param anew since when somebody must have proved himself, where that was asked for
     */
    record Expected(String nonce, Optional<Instant> anew) {}

    Outcome<Staff> staff(JWTClaimsSet claims, Expected expected, Instant now) {
        try {
            return ours(claims)
                    .then(_ -> timely(claims, now))
                    .then(_ -> expected.nonce().equals(text(claims, "nonce"))
                            ? Outcome.of(claims)
                            : refused("the nonce is another one"))
                    .then(_ -> proved(claims, expected, now))
                    .then(at -> role(claims)
                            .map(role -> new Staff(claims.getSubject(), name(claims), role, practitioner(claims), at)));
        } catch (IllegalArgumentException _) {
            return refused("a claim has the wrong form");
        }
    }

    /** By what the provider will know him when he leaves, of a token that was found good. */
    static Stay stay(JWTClaimsSet claims, String token) {
        return new Stay(claims.getSubject(), named(claims, "sid"), token);
    }

    /** What a logout token must say (OpenID Connect Back-Channel Logout 1.0, section 2.6): an identity token is none. */
    Outcome<Left> left(JWTClaimsSet claims, Instant now) {
        var subject = Optional.ofNullable(claims.getSubject()).filter(sub -> !sub.isBlank());
        var left = new Left(subject, named(claims, "sid"));
        var fits = isOurs(claims)
                && claims.getClaim("events") instanceof Map<?, ?> events
                && events.containsKey(LEFT)
                && claims.getClaim("nonce") == null
                && (subject.isPresent() || left.sid().isPresent());
        return fits
                ? timely(claims, now).map(_ -> left)
                : refused("the token does not say that somebody left this client");
    }

    private static Optional<String> named(JWTClaimsSet claims, String name) {
        return Optional.of(text(claims, name)).filter(value -> !value.isBlank());
    }

    private boolean isOurs(JWTClaimsSet claims) {
        return settings.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(settings.client());
    }

    private Outcome<JWTClaimsSet> ours(JWTClaimsSet claims) {
        var party = text(claims, "azp");
        var fits = isOurs(claims)
                && (party.isEmpty() ? claims.getAudience().size() == 1 : party.equals(settings.client()))
                && claims.getSubject() != null
                && !claims.getSubject().isBlank()
                && claims.getSubject().length() <= 255;
        return fits ? Outcome.of(claims) : refused("the token is another issuer's, or for another client");
    }

    private static Outcome<JWTClaimsSet> timely(JWTClaimsSet claims, Instant now) {
        var expires = time(claims.getExpirationTime());
        var issued = time(claims.getIssueTime());
        var fits = expires.filter(at -> now.isBefore(at.plus(SKEW))).isPresent()
                && issued.filter(at -> !at.isAfter(now.plus(SKEW))).isPresent();
        return fits ? Outcome.of(claims) : refused("the token has run out, or is from the future");
    }

    /** When he proved himself; where that was asked for anew, the provider must say that it did so, and how well. */
    private Outcome<Instant> proved(JWTClaimsSet claims, Expected expected, Instant now) {
        var at = time(date(claims, "auth_time"));
        if (expected.anew().isEmpty()) {
            return Outcome.of(at.filter(time -> time.isBefore(now)).orElse(now));
        }
        var since = expected.anew().get().minus(SKEW);
        if (at.filter(time -> !time.isBefore(since) && !time.isAfter(now.plus(SKEW)))
                .isEmpty()) {
            return refused("the provider does not say that he proved himself anew (auth_time)");
        }
        return settings.acr().filter(acr -> !acr.equals(text(claims, "acr"))).isEmpty()
                ? Outcome.of(now)
                : refused("the provider does not say that he proved himself as well as was asked (acr)");
    }

    /** The first in the hospital's own order that he has. */
    private Outcome<Role> role(JWTClaimsSet claims) {
        var words = words(at(claims.getClaims(), settings.rolesClaim()));
        return settings.roles().entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("the provider names no role that there is here")));
    }

    /** What lies at a name, or at a path of names with dots between them. */
    private static @Nullable Object at(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        var dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? inner.get(path.substring(dot + 1))
                : null;
    }

    private static List<String> words(@Nullable Object claim) {
        if (claim instanceof String word) {
            return List.of(word);
        }
        return claim instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String name(JWTClaimsSet claims) {
        var name = text(claims, "name");
        return name.isBlank() ? text(claims, "preferred_username") : name;
    }

    private Optional<String> practitioner(JWTClaimsSet claims) {
        return settings.practitionerClaim()
                .map(claim -> text(claims, claim))
                .filter(id -> id.matches("[A-Za-z0-9.-]{1,64}"));
    }

    private static String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : "";
    }

    private static @Nullable Date date(JWTClaimsSet claims, String name) {
        try {
            return claims.getDateClaim(name);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static Optional<Instant> time(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}
