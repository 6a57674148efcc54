package org.healthsphere.node.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/** What an access token says (RFC 9068, section 2.2), with the member and the role as private claims. */
record TokenClaims(String issuer, Wanted wanted, NodeId member, String id, long issued) {
    /** All of them and no others: what this node issues is known exactly. */
    private static final Set<String> NAMES =
            Set.of("iss", "aud", "sub", "iat", "exp", "jti", "scope", "role", "member");

    Instant issuedAt() {
        return Instant.ofEpochSecond(issued);
    }

    Instant expires() {
        return issuedAt().plus(wanted.life());
    }

    boolean lifeIsLongerThan(Duration longest) {
        return wanted.life().compareTo(longest) > 0;
    }

    ObjectNode json() {
        var scope = new TreeSet<>(wanted.scopes().stream().map(Scope::text).toList());
        return JsonNodeFactory.instance
                .objectNode()
                .put("iss", issuer)
                .put("aud", issuer)
                .put("sub", wanted.subject())
                .put("iat", issued)
                .put("exp", expires().getEpochSecond())
                .put("jti", id)
                .put("scope", String.join(" ", scope))
                .put("role", wanted.role().name())
                .put("member", member.value());
    }

    static Outcome<TokenClaims> parse(JsonNode claims) {
        try {
            return read(claims);
        } catch (IllegalArgumentException _) {
            return notUnderstood();
        }
    }

    private static Outcome<TokenClaims> read(JsonNode claims) {
        if (!claims.propertyStream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet())
                .equals(NAMES)) {
            return notUnderstood();
        }
        var issued = number(claims, "iat");
        var life = Duration.ofSeconds(Math.subtractExact(number(claims, "exp"), issued));
        var issuer = text(claims, "iss");
        if (!life.isPositive() || !issuer.equals(text(claims, "aud"))) {
            return notUnderstood();
        }
        var member = new NodeId(text(claims, "member"));
        var role = Role.valueOf(text(claims, "role"));
        return Scope.parseAll(text(claims, "scope"))
                .map(scopes -> new TokenClaims(
                        issuer,
                        new Wanted(text(claims, "sub"), role, scopes, life),
                        member,
                        text(claims, "jti"),
                        issued));
    }

    private static String text(JsonNode claims, String name) {
        var value = claims.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(name + " is a text");
        }
        return value.textValue();
    }

    private static long number(JsonNode claims, String name) {
        var value = claims.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name + " is a time in seconds");
        }
        // Far beyond any date, far below what overflows.
        return Math.min(value.longValue(), Integer.MAX_VALUE * 1_000L);
    }

    private static Outcome<TokenClaims> notUnderstood() {
        return Outcome.failed(new Fault.Unauthenticated("the access token is not one that this node issues"));
    }
}
