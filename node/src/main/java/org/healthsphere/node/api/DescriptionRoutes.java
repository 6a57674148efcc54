package org.healthsphere.node.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.http.Routes;

/** The description of {@link ApiRoutes} in OpenAPI; whoever reaches the node may read it. */
public final class DescriptionRoutes implements Routes {
    private static final Route DESCRIPTION = Route.get("/api/v1/openapi.yaml");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(Rule.anybody(DESCRIPTION));

    @Override
    public void mount(Router router) {
        router.get(DESCRIPTION.path()).handler(DescriptionRoutes::describe);
    }

    private static void describe(RoutingContext context) {
        try (var file = DescriptionRoutes.class.getResourceAsStream("/openapi/node.yaml")) {
            var text = Optional.ofNullable(file).orElseThrow().readAllBytes();
            var _ = context.response()
                    .putHeader("Content-Type", "application/yaml")
                    .end(Buffer.buffer(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
