package org.healthsphere.node.fhir;

import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** The answer to a batch or a transaction: one entry for each that was sent, in the same order. */
final class ResponseBundle {
    private final Json json = new Json(4_096);
    private String separator = "";

    private final boolean representation;

    /** With the resources that were written, where they are wanted. */
    ResponseBundle(String type, boolean representation) {
        this.representation = representation;
        json.raw("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[");
    }

    void written(Reply reply) {
        var status = switch (reply.effect()) {
            case CREATED -> "201 Created";
            case UPDATED, FOUND -> "200 OK";
            case DELETED -> "204 No Content";
        };
        next().raw("{");
        reply.resource()
                .filter(r -> representation && !r.deleted())
                .ifPresent(r -> json.raw("\"resource\":").raw(r.json()).raw(","));
        json.raw("\"response\":{\"status\":\"" + status + "\"");
        reply.resource().ifPresent(this::version);
        json.raw("}}");
    }

    private void version(StoredResource resource) {
        json.raw(",\"location\":\"" + resource.id() + "/_history/" + resource.version() + "\",\"etag\":")
                .string(ETags.of(resource))
                .raw(",\"lastModified\":\"" + resource.lastUpdated() + "\"");
    }

    void read(Gets.Got got) {
        switch (got) {
            case Gets.Got.Bundle(var bundle) ->
                next().raw("{\"resource\":").raw(bundle).raw(",\"response\":{\"status\":\"200 OK\"}}");
            case Gets.Got.Known(var resource) -> {
                next().raw("{\"response\":{\"status\":\"304 Not Modified\"");
                version(resource);
                json.raw("}}");
            }
            case Gets.Got.Resource(var resource, var shown) -> {
                next().raw("{\"resource\":").raw(shown).raw(",\"response\":{\"status\":\"200 OK\"");
                version(resource);
                json.raw("}}");
            }
        }
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
