package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/**
 * One Subscription as it is kept.
 *
 * @param base the address under which the server was asked, which notifications speak of it by
 * @param end when it is over
 * @param error why it is in error
 * @param resource what the subscriber wrote, but for what his headers say
 * @param sealed what they say
 */
record Subscription(
        String id,
        Written written,
        Subscriber owner,
        String base,
        Status status,
        Instant end,
        Optional<String> error,
        Bytes resource,
        Bytes sealed) {
    static final String TYPE = "Subscription";
    static final String SPACE = "subscription";

    private static final JsonMapper JSON = new JsonMapper();

    /** Which version this is. */
    record Written(long version, Instant at) {
        Written next(Instant now) {
            return new Written(version + 1, now);
        }
    }

    /** SubscriptionStatus of FHIR R4. */
    enum Status {
        REQUESTED,
        ACTIVE,
        ERROR,
        OFF;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same in another state, a version later. */
    Subscription in(Status other, Optional<String> ground, Instant now) {
        return new Subscription(id, written.next(now), owner, base, other, end, ground, resource, sealed);
    }

    /** As it is served. */
    StoredResource served() {
        var tree = tree(resource);
        tree.put("status", status.code()).put("end", end.toString());
        error.ifPresent(ground -> tree.put("error", ground));
        var name = new ResourceId(TYPE, id);
        return new StoredResource(
                name,
                written.version(),
                0,
                written.at(),
                Optional.empty(),
                false,
                Stamp.on(Bytes.utf8(tree.toString()), name, written.version(), written.at()));
    }

    String address() {
        return base + '/' + TYPE + '/' + id;
    }

    Mark mark() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("version", written.version())
                .put("updated", written.at().toString())
                .put("base", base)
                .put("status", status.name())
                .put("end", end.toString())
                .put("sealed", sealed.base64url());
        error.ifPresent(ground -> json.put("error", ground));
        json.set("owner", owner.json());
        json.set("resource", tree(resource));
        return new Mark(SPACE, id, Bytes.utf8(json.toString()));
    }

    static Subscription of(Mark mark) {
        var json = tree(mark.value());
        return new Subscription(
                mark.key(),
                new Written(
                        json.path("version").asLong(),
                        Instant.parse(json.path("updated").asText())),
                Subscriber.of(json.path("owner")),
                json.path("base").asText(),
                Status.valueOf(json.path("status").asText()),
                Instant.parse(json.path("end").asText()),
                Optional.of(json.path("error").asText()).filter(text -> !text.isEmpty()),
                Bytes.utf8(json.path("resource").toString()),
                Bytes.base64url(json.path("sealed").asText()));
    }

    static ObjectNode tree(Bytes json) {
        try {
            return (ObjectNode) JSON.readTree(json.array());
        } catch (IOException e) {
            throw new IllegalStateException("a subscription is kept in a form that this release does not write", e);
        }
    }

    /** Never what it asks for: this lands in logs. */
    @Override
    public String toString() {
        return TYPE + '/' + id + "/_history/" + written.version();
    }
}
