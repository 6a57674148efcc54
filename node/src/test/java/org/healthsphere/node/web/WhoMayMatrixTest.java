package org.healthsphere.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.http.links.LinkRoutes;
import org.healthsphere.node.http.smart.SmartRoutes;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each role at each route, over real HTTP, against a table written down a second time. */
@TestInstance(Lifecycle.PER_CLASS)
class WhoMayMatrixTest {
    private static final String EVERYBODY = "PATIENT CLINICIAN RESEARCHER STEWARD OPERATOR AUDITOR";

    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("/account", EVERYBODY),
            Map.entry("/account/passkeys", "PATIENT"),
            Map.entry("/account/confirm/passkey", "PATIENT"),
            Map.entry("/account/confirm/provider", "CLINICIAN RESEARCHER STEWARD OPERATOR AUDITOR"),
            Map.entry("/authorize", "PATIENT CLINICIAN"),
            Map.entry("/authorize/:request/patient", "CLINICIAN"),
            Map.entry("/me", "PATIENT"),
            Map.entry("/desk", "CLINICIAN"),
            Map.entry("/desk/research", "RESEARCHER"),
            Map.entry("/desk/studies", "RESEARCHER"),
            Map.entry("/ops/studies", "STEWARD"),
            Map.entry("/ops/matches", "STEWARD"),
            Map.entry("/ops/cases", "STEWARD"),
            Map.entry("/ops/terminology", "STEWARD"),
            Map.entry("/ops/guardians", "STEWARD"),
            Map.entry("/ops", "OPERATOR STEWARD AUDITOR"),
            Map.entry("/ops/messages", "OPERATOR STEWARD"),
            Map.entry("/ops/mappings", "STEWARD"),
            Map.entry("/ops/kept", "STEWARD"));

    private final Map<Role, Reader> readers = new HashMap<>();
    private final TestNode node;

    WhoMayMatrixTest() throws Exception {
        node = new TestNode();
    }

    @BeforeAll
    void everybody_signs_in() {
        Arrays.stream(Role.values())
                .filter(role -> role != Role.SYSTEM)
                .forEach(role -> readers.put(role, node.reader(role)));
    }

    @AfterAll
    void close() throws Exception {
        node.close();
    }

    static Stream<Arguments> every_role_at_every_route() {
        return inner().flatMap(route -> Arrays.stream(Role.values())
                .filter(role -> role != Role.SYSTEM)
                .map(role -> Arguments.of(role, route)));
    }

    static Stream<Route> inner() {
        return Addresses.TABLE.routes().stream()
                .filter(route -> place(route.path()).isPresent())
                .filter(route -> !Addresses.TABLE.permits(route, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("every_role_at_every_route")
    void a_role_gets_in_where_it_belongs_and_nowhere_else(Role role, Route route) throws Exception {
        var body = asked(Objects.requireNonNull(readers.get(role)), route);
        assertThat(!body.contains("This page is for other people’s work."))
                .as(role + " at " + route)
                .isEqualTo(belongs(role, route));
    }

    @ParameterizedTest
    @MethodSource("inner")
    void who_has_not_signed_in_gets_in_nowhere(Route route) throws Exception {
        var stranger = node.stranger();
        var path = route.path().replaceAll(":[a-z]+", "0");
        if (route.method().equals("GET")) {
            var answer = stranger.get(path);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/login");
        } else {
            assertThat(stranger.post(path, Map.of()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void only_the_way_in_is_open_to_anybody() {
        assertThat(Addresses.TABLE.routes().stream().filter(route -> Addresses.TABLE.permits(route, Optional.empty())))
                .containsExactlyInAnyOrder(
                        Addresses.LANDING,
                        Addresses.LOGIN,
                        Addresses.SIGN_IN,
                        Addresses.SIGN_OUT,
                        Addresses.LOGIN_BY_PASSKEY,
                        Addresses.CODE,
                        Addresses.TRY_CODE,
                        Addresses.MAKE_BY_CODE,
                        Addresses.PROVIDER,
                        Addresses.PROVIDER_BACK,
                        Addresses.PROVIDER_ENTERED,
                        Addresses.LEAVING,
                        Addresses.LEFT_PROVIDER,
                        Addresses.ASSET,
                        Addresses.LANGUAGE,
                        Addresses.AUTHORIZE,
                        Addresses.AUTHORIZE_BY_FORM);
    }

    @Test
    void every_route_belongs_to_somebody_or_is_open() {
        assertThat(Addresses.TABLE.routes())
                .allMatch(route -> Addresses.TABLE.permits(route, Optional.empty())
                        || Arrays.stream(Role.values()).anyMatch(role -> belongs(role, route)));
    }

    @Test
    void a_program_has_no_place_here() {
        assertThat(inner()).noneMatch(route -> Addresses.TABLE.permits(route, Optional.of(Role.SYSTEM)));
    }

    @Test
    void what_apps_call_is_open_to_anybody_and_nothing_else_is_there() {
        assertThat(SmartRoutes.WHO_MAY.routes())
                .containsExactlyInAnyOrder(
                        Route.get("/fhir/.well-known/smart-configuration"),
                        Route.get("/.well-known/openid-configuration"),
                        Route.get("/fhir/.well-known/udap"),
                        Route.get("/smart/jwks"),
                        Route.get("/smart/style"),
                        Route.post("/smart/token"),
                        Route.post("/smart/introspect"),
                        Route.post("/smart/revoke"),
                        Route.post("/smart/register"))
                .allMatch(route -> SmartRoutes.WHO_MAY.permits(route, Optional.empty()));
    }

    @Test
    void whoever_has_a_link_may_open_it() {
        assertThat(LinkRoutes.WHO_MAY.routes())
                .containsExactlyInAnyOrder(Route.post("/links/:name"), Route.get("/links/files/:ticket"))
                .allMatch(route -> LinkRoutes.WHO_MAY.permits(route, Optional.empty()));
    }

    private static String asked(Reader reader, Route route) throws Exception {
        var path = route.path().replaceAll(":[a-z]+", "0");
        return route.method().equals("GET")
                ? reader.get(path).body()
                : reader.post(path, Map.of()).body();
    }

    private static boolean belongs(Role role, Route route) {
        return place(route.path()).filter(roles -> roles.contains(role.name())).isPresent();
    }

    /** The roles of the longest place that the path lies in. */
    private static Optional<String> place(String path) {
        return PLACES.keySet().stream()
                .filter(place -> path.equals(place) || path.startsWith(place + "/"))
                .max(Comparator.comparingInt(String::length))
                .map(PLACES::get);
    }
}
