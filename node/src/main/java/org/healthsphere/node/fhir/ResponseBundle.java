package org.healthsphere.node.fhir;

import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** The answer to a batch or a transaction: one entry for each that was sent, in the same order. */
final class ResponseBundle {
    private final Json json = new Json(4_096);
    private String separator = "";

    ResponseBundle(String type) {
        json.raw("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[");
    }

    void written(Reply reply) {
        var status = switch (reply.effect()) {
            case CREATED -> "201 Created";
            case UPDATED, FOUND -> "200 OK";
            case DELETED -> "204 No Content";
        };
        next().raw("{\"response\":{\"status\":\"" + status + "\"");
        reply.resource().ifPresent(this::version);
        json.raw("}}");
    }

    private void version(StoredResource resource) {
        json.raw(",\"location\":\"" + resource.id() + "/_history/" + resource.version() + "\",\"etag\":")
                .string(ETags.of(resource))
                .raw(",\"lastModified\":\"" + resource.lastUpdated() + "\"");
    }

    void read(Bytes resource) {
        next().raw("{\"resource\":").raw(resource).raw(",\"response\":{\"status\":\"200 OK\"}}");
    }

    void refused(Fault fault) {
        next().raw("{\"response\":{\"status\":\"" + OperationOutcomes.status(fault) + "\",\"outcome\":")
                .raw(Bytes.of(OperationOutcomes.json(fault)))
                .raw("}}");
    }

    private Json next() {
        json.raw(separator);
        separator = ",";
        return json;
    }

    Bytes bytes() {
        return json.raw("]}").bytes();
    }
}
