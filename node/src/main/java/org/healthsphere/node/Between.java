package org.healthsphere.node;

import io.vertx.ext.web.Router;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.specs.Fault;

/** What a process says while it changes what it does. */
record Between(Processes processes) implements Routes {
    @Override
    public void mount(Router router) {
        ProcessesState.starting(router, processes);
        router.route().handler(context -> Faults.answer(context, new Fault.Unavailable("this process, for a moment")));
    }
}
