package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.joining.Progress;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Where a hospital that was invited applies, and asks how far its application has come. It knows nobody yet: an invitation's code lets
 * it apply, and the digest of its own application lets it ask; neither tells anything of anybody else.
 */
public final class JoinRoutes implements Routes {
    private static final String PATH = "/join/v1/applications";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UseCases useCases;
    private final JoinDesk desk;

    public JoinRoutes(UseCases useCases, JoinDesk desk) {
        this.useCases = useCases;
        this.desk = desk;
    }

    @Override
    public void mount(Router router) {
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(JoinDesk.largest()));
        router.post(PATH).handler(context -> run(context, this::apply));
        router.get(PATH + "/:digest").handler(context -> run(context, this::progress));
    }

    private Outcome<Progress> apply(RoutingContext context) {
        try {
            var buffer = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
            JsonNode json = JSON.readTree(buffer.getBytes());
            return desk.receive(
                    json.path("invitation").asText(), json.path("application").asText());
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("an application comes as JSON"));
        }
    }

    private Outcome<Progress> progress(RoutingContext context) {
        try {
            return desk.progress(
                    new Sha256(Optional.ofNullable(context.pathParam("digest")).orElse("")));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.NotFound("such an application"));
        }
    }

    private void run(RoutingContext context, Function<RoutingContext, Outcome<Progress>> use) {
        useCases.call(() -> use.apply(context))
                .onSuccess(outcome -> answer(context, outcome))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, Outcome<Progress> outcome) {
        switch (outcome) {
            case Outcome.Success<Progress>(var progress) ->
                context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(progress.json().toString());
            case Outcome.Failure<Progress>(var fault) -> Faults.answer(context, fault);
        }
    }
}
