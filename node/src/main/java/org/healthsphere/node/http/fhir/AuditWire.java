package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.healthsphere.node.fhir.audit.AuditEvents;
import org.healthsphere.specs.Outcome;

/** Who has looked, as AuditEvents: they are made of the audit log, and come by no other way. */
final class AuditWire {
    private static final int OK = 200;
    private static final String TYPE = "/AuditEvent";

    private final AuditEvents events;

    AuditWire(AuditEvents events) {
        this.events = events;
    }

    List<Interaction> all() {
        return List.of(
                new Interaction(HttpMethod.POST, TYPE + "/_search", "search-type", this::search),
                new Interaction(HttpMethod.GET, TYPE, "search-type", this::search),
                new Interaction(HttpMethod.GET, TYPE + "/:id", "read", this::read));
    }

    private Outcome<Answer> search(Call call) {
        return call.parameters()
                .then(asked -> events.search(call.access(), call.base(), asked))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> read(Call call) {
        return events.read(call.access(), call.path().id()).map(event -> Answer.of(OK, event));
    }
}
