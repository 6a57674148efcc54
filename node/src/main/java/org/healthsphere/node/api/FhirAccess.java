package org.healthsphere.node.api;

import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.http.fhir.Authenticator;
import org.healthsphere.node.http.fhir.FhirRoutes;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Who may call the FHIR interface: whoever has a token of this node whose scopes cover the interaction. */
public final class FhirAccess implements Authenticator {
    private static final String BEARER = "bearer ";
    private static final int ID_BYTES = 16;

    private final AccessTokens tokens;
    private final SecureRandom random;

    public FhirAccess(AccessTokens tokens, SecureRandom random) {
        this.tokens = tokens;
        this.random = random;
    }

    @Override
    public Outcome<Access> authenticate(HttpServerRequest request) {
        var header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Outcome.failed(new Fault.Unauthenticated("an access token is needed: Authorization: Bearer ..."));
        }
        return tokens.verify(header.substring(BEARER.length()).strip())
                .then(caller -> covers(caller, request)
                        ? Outcome.of(new Access(caller.requester(), purpose(caller.role()), correlation(request)))
                        : Outcome.failed(new Fault.Forbidden("the token's scopes do not cover this interaction")));
    }

    /** A bundle to the base may hold anything, so its sender may do anything. */
    private static boolean covers(Caller caller, HttpServerRequest request) {
        var rest = path(request).substring(FhirRoutes.BASE.length());
        var type = rest.length() > 1 ? rest.substring(1).split("/", 2)[0] : "";
        return caller.scopes().stream().anyMatch(scope -> covers(scope, type, letter(request, type)));
    }

    private static boolean covers(Scope scope, String type, String letters) {
        var ofType = scope.type().equals("*") || scope.type().equals(type);
        return ofType && letters.chars().allMatch(letter -> scope.interactions().indexOf(letter) >= 0);
    }

    /** The letters of SMART App Launch 2.2 that the request needs. */
    private static String letter(HttpServerRequest request, String type) {
        var isSearch = type.isEmpty()
                || path(request).endsWith("/_search")
                || path(request).endsWith("/" + type);
        return switch (request.method().name()) {
            case "GET", "HEAD" -> isSearch ? "s" : "r";
            case "POST" -> type.isEmpty() ? "cruds" : isSearch && path(request).endsWith("_search") ? "s" : "c";
            case "PUT", "PATCH" -> "cu";
            case "DELETE" -> "d";
            default -> "cruds";
        };
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "");
    }

    private static PurposeOfUse purpose(Role role) {
        return switch (role) {
            case PATIENT -> PurposeOfUse.PATRQT;
            case CLINICIAN -> PurposeOfUse.TREAT;
            case RESEARCHER -> PurposeOfUse.HRESCH;
            case STEWARD, OPERATOR, AUDITOR, SYSTEM -> PurposeOfUse.HOPERAT;
        };
    }

    private String correlation(HttpServerRequest request) {
        return Optional.ofNullable(request.response().headers().get("X-Correlation-Id"))
                .orElseGet(() -> newId(random));
    }

    /** 128 bits of chance in hexadecimal: also what new resources are called. */
    public static String newId(SecureRandom random) {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
