package org.healthsphere.node.web.page;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.healthsphere.node.access.Session;

/** A request that is being answered, and what is around its page. It stays on its event loop; the frame may leave it. */
record Exchange(RoutingContext context, Frame frame) {
    HttpServerRequest request() {
        return context.request();
    }

    HttpServerResponse response() {
        return context.response();
    }

    Optional<Session> session() {
        return frame.session();
    }
}
