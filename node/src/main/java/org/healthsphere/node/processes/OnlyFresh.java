package org.healthsphere.node.processes;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Lets nobody on before this process sees all that was acknowledged, at whichever process, before the request came. */
public record OnlyFresh(Processes processes, UseCases useCases) implements Routes {
    @Override
    public void mount(Router router) {
        router.route().handler(context -> next(context, processes, useCases));
    }

    static void next(RoutingContext context, Processes processes, UseCases useCases) {
        if (processes.isFresh()) {
            context.next();
            return;
        }
        var request = context.request().pause();
        useCases.call(processes::freshen)
                .onSuccess(seen -> {
                    request.resume();
                    switch (seen) {
                        case Outcome.Success<Long> _ -> context.next();
                        case Outcome.Failure<Long>(var fault) -> Faults.answer(context, fault);
                    }
                })
                .onFailure(_ -> Faults.answer(context, new Fault.Unavailable("this process")));
    }
}
