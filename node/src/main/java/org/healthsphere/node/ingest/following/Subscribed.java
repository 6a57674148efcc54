package org.healthsphere.node.ingest.following;

import java.time.Instant;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * How far a subscription has been followed, as it is written down.
 *
 * @param id of the Subscription at the server; empty while it is being made
 * @param secret the digest of what its notifications bring along
 * @param event the number of the last event of which all is durable here
 * @param since up to when everything is durable here, whatever was told
 */
record Subscribed(String id, Sha256 secret, long event, Instant since) {
    static Subscribed of(Bytes written) {
        var json = Json.tree(written);
        return new Subscribed(
                json.path("id").asText(),
                new Sha256(json.path("secret").asText()),
                json.path("event").asLong(),
                Instant.parse(json.path("since").asText()));
    }

    Bytes written() {
        return Json.bytes(Json.object()
                .put("id", id)
                .put("secret", secret.hex())
                .put("event", event)
                .put("since", since.toString()));
    }

    Subscribed named(String name) {
        return new Subscribed(name, secret, event, since);
    }

    Subscribed upTo(long number) {
        return new Subscribed(id, secret, Math.max(event, number), since);
    }

    Subscribed whole(long number, Instant moment) {
        return new Subscribed(id, secret, number, moment);
    }
}
