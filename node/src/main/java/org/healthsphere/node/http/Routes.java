package org.healthsphere.node.http;

import io.vertx.ext.web.Router;

/** A feature's own paths; deleting the feature deletes them. */
@FunctionalInterface
public interface Routes {
    void mount(Router router);
}
