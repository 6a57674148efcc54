package org.healthsphere.node.api;

import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.access.Bearers;
import org.healthsphere.node.access.ExchangePurpose;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.http.fhir.Authenticator;
import org.healthsphere.node.http.fhir.FhirRoutes;
import org.healthsphere.node.http.fhir.Segments;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Reach;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Who may call the FHIR interface: whoever has a token of this node whose scopes cover the interaction. */
public final class FhirAccess implements Authenticator {
    private static final String BEARER = "bearer ";
    private static final int ID_BYTES = 16;

    /** A code of HL7's v3-ActReason, or of TEFCA's exchange purposes. */
    private static final String PURPOSE = "X-Purpose-Of-Use";

    private static final Set<Role> REPORTERS = EnumSet.of(Role.STEWARD, Role.SYSTEM);

    private final Bearers bearers;
    private final SecureRandom random;

    public FhirAccess(Bearers bearers, SecureRandom random) {
        this.bearers = bearers;
        this.random = random;
    }

    @Override
    public Outcome<Access> authenticate(HttpServerRequest request) {
        return known(request)
                .then(access -> covers(access.reach(), request)
                        ? Outcome.of(access)
                        : Outcome.failed(new Fault.Forbidden("the token's scopes do not cover this interaction")));
    }

    /** Who calls and for what, whatever it is that he asks: who answers looks at the reach himself. */
    public Outcome<Access> known(HttpServerRequest request) {
        var token = token(request);
        if (token.isEmpty()) {
            return Outcome.failed(new Fault.Unauthenticated("an access token is needed: Authorization: Bearer ..."));
        }
        return bearers.verify(token.get())
                .then(caller -> purpose(caller.role(), Optional.ofNullable(request.getHeader(PURPOSE)))
                        .map(purpose -> new Access(
                                caller.requester(),
                                purpose,
                                correlation(request),
                                new Reach(caller.scopes(), caller.inContext()),
                                caller.app())));
    }

    /** The bearer token that came with a request (RFC 6750, section 2.1). */
    public static Optional<String> token(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static boolean covers(Reach reach, HttpServerRequest request) {
        var path = Objects.requireNonNullElse(request.path(), "").substring(FhirRoutes.BASE.length());
        return Segments.of(path)
                .filter(segments -> covers(reach, request.method().name(), segments))
                .isPresent();
    }

    /** What is about several types is judged by the gate, resource by resource; a Bundle entry by entry. */
    private static boolean covers(Reach reach, String method, List<String> path) {
        if (path.isEmpty() && method.equals("POST")) {
            return true;
        } else if (path.isEmpty() || isNoName(path.getFirst())) {
            return reach.permitsSome(Interaction.SEARCH);
        }
        if (path.size() > 2 && !isNoName(path.get(1)) && !isNoName(path.get(2))) {
            return coversWithin(reach, method, path.get(2));
        }
        if (method.equals("PUT")) {
            // Which of the two it is shows when it is written.
            return Stream.of(Interaction.CREATE, Interaction.UPDATE).anyMatch(i -> reach.permits(i, path.getFirst()));
        }
        return needed(reach, method, path).stream().allMatch(i -> reach.permits(i, path.getFirst()));
    }

    /** A search in a compartment is one of the type that is searched. */
    private static boolean coversWithin(Reach reach, String method, String type) {
        return !method.equals("PUT")
                && !method.equals("PATCH")
                && !method.equals("DELETE")
                && (type.equals("*") ? reach.permitsSome(Interaction.SEARCH) : reach.permits(Interaction.SEARCH, type));
    }

    /** What SMART App Launch 2.2 (2.0.11) calls the interaction. */
    private static Set<Interaction> needed(Reach reach, String method, List<String> path) {
        if (method.equals("POST") && path.size() == 2 && path.get(1).equals("$validate")) {
            // It reads and writes nothing: what is judged is what was sent.
            return Set.of();
        }
        var reading = path.size() == 1 || isNoName(path.get(1)) ? Interaction.SEARCH : Interaction.READ;
        return switch (method) {
            case "GET", "HEAD" -> EnumSet.of(reading);
            case "POST" -> EnumSet.of(path.size() == 1 ? Interaction.CREATE : reading);
            case "PATCH" ->
                // What a patch tests and leaves is told: somebody who lets an app change, and not see, does not mean
                // that.
                reach.isOfPerson() ? EnumSet.of(Interaction.UPDATE, Interaction.READ) : EnumSet.of(Interaction.UPDATE);
            case "DELETE" -> EnumSet.of(Interaction.DELETE);
            default -> EnumSet.allOf(Interaction.class);
        };
    }

    private static boolean isNoName(String segment) {
        return segment.startsWith("_") || segment.startsWith("$");
    }

    /** The role's own purpose; public health only where somebody says so, so that no log has it by accident. */
    private static Outcome<PurposeOfUse> purpose(Role role, Optional<String> asked) {
        var meant = asked.flatMap(ExchangePurpose::of);
        if (asked.isEmpty() || meant.equals(Optional.of(purpose(role)))) {
            return Outcome.of(purpose(role));
        }
        return meant.equals(Optional.of(PurposeOfUse.PUBHLTH)) && REPORTERS.contains(role)
                ? Outcome.of(PurposeOfUse.PUBHLTH)
                : Outcome.failed(new Fault.Forbidden("not a purpose of this role: " + PURPOSE));
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
