package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.smart.Launches;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Starts an app with a record open, from a system in which clinicians work. */
final class LaunchCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launches launches;
    private final ReleaseGate gate;

    LaunchCalls(Launches launches, ReleaseGate gate) {
        this.launches = launches;
        this.gate = gate;
    }

    /** Only what the clinician may see by himself is opened. */
    Outcome<Reply> start(Call call) {
        return parsed(call).then(body -> {
            var patient = id(body, "patient");
            var encounter = id(body, "encounter");
            if (patient.isEmpty() || (body.has("encounter") && encounter.isEmpty())) {
                return Outcome.failed(new Fault.Invalid("app and patient are ids, and encounter, where there is one"));
            }
            return seen(call, "Patient", patient)
                    .then(_ -> seen(call, "Encounter", encounter))
                    .then(_ -> launches.start(
                            body.path("app").asText(), call.caller().requester().subject(), patient.get(), encounter))
                    .map(started -> Reply.json(
                            201,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("launch", started.launch())
                                    .put("url", started.url())));
        });
    }

    private Outcome<?> seen(Call call, String type, Optional<String> id) {
        var access = new Access(call.caller().requester(), PurposeOfUse.TREAT, call.correlation());
        return id.isPresent() ? gate.read(access, new ResourceId(type, id.get())) : Outcome.of(type);
    }

    private static Optional<String> id(JsonNode body, String name) {
        return Optional.ofNullable(body.path(name).textValue()).filter(ResourceId::isId);
    }

    private static Outcome<JsonNode> parsed(Call call) {
        try {
            var body = JSON.readTree(call.body().array());
            return body != null && body.isObject()
                    ? Outcome.of(body)
                    : Outcome.failed(new Fault.Invalid("the body is a JSON object"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("the body is a JSON object"));
        }
    }
}
