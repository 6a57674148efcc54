package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeSet;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Reach;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Who wants to be told, for what, and how far the token reached with which he said so. */
record Subscriber(Requester requester, PurposeOfUse purpose, Reach reach) {
    static Subscriber of(Access access) {
        return new Subscriber(access.requester(), access.purpose(), access.reach());
    }

    /** As he is judged whenever something is brought to him. */
    Access access(String correlation) {
        return new Access(requester, purpose, correlation, reach);
    }

    ObjectNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("member", requester.member().value())
                .put("subject", requester.subject())
                .put("role", requester.role().name())
                .put("purpose", purpose.name())
                .put(
                        "scopes",
                        String.join(
                                " ",
                                new TreeSet<>(
                                        reach.scopes().stream().map(Scope::text).toList())));
        reach.patient().ifPresent(patient -> json.put("patient", patient));
        return json;
    }

    static Subscriber of(JsonNode json) {
        return new Subscriber(
                new Requester(
                        new NodeId(json.path("member").asText()),
                        json.path("subject").asText(),
                        Role.valueOf(json.path("role").asText())),
                PurposeOfUse.valueOf(json.path("purpose").asText()),
                new Reach(
                        Scope.parseAll(json.path("scopes").asText()).orElseThrow(),
                        Optional.ofNullable(json.path("patient").textValue())));
    }
}
