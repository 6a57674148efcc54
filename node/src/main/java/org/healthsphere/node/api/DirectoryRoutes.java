package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.directory.Directory;
import org.healthsphere.node.http.Routes;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/** The members of the network as a FHIR directory: {@code /directory/Organization}, {@code /directory/Endpoint}, {@code
 * /directory/Location}. */
public final class DirectoryRoutes implements Routes {
    private static final Route CAPABILITIES = Route.get("/directory/metadata");
    private static final Route SEARCH = Route.get("/directory/:type");
    private static final Route READ = Route.get("/directory/:type/:id");

    /** It says nothing of patients; whoever has a token of this node may look. */
    public static final WhoMay WHO_MAY = new WhoMay(Rule.anybody(CAPABILITIES), everybody(SEARCH), everybody(READ));

    private final Calls calls;
    private final Directory directory;
    private final InstantSource clock;

    public DirectoryRoutes(Calls calls, Directory directory, InstantSource clock) {
        this.calls = calls;
        this.directory = directory;
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
        calls.mount(
                router,
                SEARCH,
                call -> resource(directory.search(
                        call.parameter("type"), call.context().queryParams().entries())));
        calls.mount(router, READ, call -> resource(directory.read(call.parameter("type"), call.parameter("id"))));
    }

    private static Outcome<Reply> resource(Outcome<ObjectNode> found) {
        return found.map(json -> new Reply(200, "application/fhir+json", Bytes.utf8(json.toString())));
    }
}
