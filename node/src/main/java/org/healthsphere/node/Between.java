package org.healthsphere.node;

import io.vertx.ext.web.Router;
import java.util.Optional;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.processes.ProcessesState;
import org.healthsphere.specs.Fault;

/** What a process says while it changes what it does. */
record Between(Processes processes) implements Routes {
    @Override
    public void mount(Router router) {
        router.get("/health")
                .handler(context -> Health.answer(
                        context, false, ProcessesState.in(Health.state(false, Optional.empty()), processes.report())));
        router.route().handler(context -> Faults.answer(context, new Fault.Unavailable("this process, for a moment")));
    }
}
