package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.directory.CareDirectory;
import org.healthsphere.node.directory.Directory;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * The network as a FHIR directory: its members ({@code /directory/Organization}, {@code /directory/Endpoint}, {@code /directory/Location}), and
 * who works there and what they offer ({@code /directory/PractitionerRole}, {@code /directory/Practitioner}, {@code
 * /directory/HealthcareService}).
 */
public final class DirectoryRoutes implements Routes {
    private static final Route CAPABILITIES = Route.get("/directory/metadata");
    private static final Route SEARCH = Route.get("/directory/:type");
    private static final Route READ = Route.get("/directory/:type/:id");

    private static final List<String> OF_PEOPLE = List.of("PractitionerRole", "Practitioner", "HealthcareService");

    /**
     * It says nothing of patients. Which members there are, whoever has a token of this node may see; who works there, and what they offer, is
     * for those who send patients there, and for the hospital's own systems.
     */
    public static final WhoMay WHO_MAY = new WhoMay(rules());

    private static Rule[] rules() {
        return Stream.of(
                        Stream.of(Rule.anybody(CAPABILITIES)),
                        OF_PEOPLE.stream()
                                .flatMap(type -> Stream.of(search(type), read(type))
                                        .map(route -> Rule.only(
                                                route, Role.SYSTEM, Role.CLINICIAN, Role.STEWARD, Role.OPERATOR))),
                        Stream.of(everybody(SEARCH), everybody(READ)))
                .flatMap(all -> all)
                .toArray(Rule[]::new);
    }

    private static Route search(String type) {
        return Route.get("/directory/" + type);
    }

    private static Route read(String type) {
        return Route.get("/directory/" + type + "/:id");
    }

    private final Calls calls;
    private final Directory directory;
    private final CareDirectory people;
    private final InstantSource clock;

    public DirectoryRoutes(Calls calls, Directory directory, CareDirectory people, InstantSource clock) {
        this.calls = calls;
        this.directory = directory;
        this.people = people;
        this.clock = clock;
    }

    private static Rule everybody(Route route) {
        return Rule.only(route, Role.SYSTEM, Role.values());
    }

    @Override
    public void mount(Router router) {
        router.get(CAPABILITIES.path())
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/fhir+json")
                        .end(directory.capabilities(clock.instant().toString()).toString()));
        OF_PEOPLE.forEach(type -> {
            calls.mount(
                    router,
                    search(type),
                    call -> resource(people.search(
                            access(call), type, call.context().queryParams().entries())));
            calls.mount(router, read(type), call -> resource(people.read(access(call), type, call.parameter("id"))));
        });
        calls.mount(
                router,
                SEARCH,
                call -> resource(directory.search(
                        call.parameter("type"), call.context().queryParams().entries())));
        calls.mount(router, READ, call -> resource(directory.read(call.parameter("type"), call.parameter("id"))));
    }

    private static Access access(Call call) {
        return new Access(call.caller().requester(), PurposeOfUse.HOPERAT, call.correlation());
    }

    private static Outcome<Reply> resource(Outcome<ObjectNode> found) {
        return found.map(json -> new Reply(200, "application/fhir+json", Bytes.utf8(json.toString())));
    }
}
