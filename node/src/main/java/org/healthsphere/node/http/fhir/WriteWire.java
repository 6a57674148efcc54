package org.healthsphere.node.http.fhir;

import java.util.List;
import org.healthsphere.node.fhir.Reply;
import org.healthsphere.node.fhir.Writes;
import org.healthsphere.node.fhir.patch.FhirPathPatch;
import org.healthsphere.node.fhir.patch.JsonPatch;
import org.healthsphere.node.fhir.patch.Patch;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The requests that change one resource, and how they are answered (FHIR R4, 3.1.0.4 to 3.1.0.8). */
final class WriteWire {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final Writes writes;

    WriteWire(Writes writes) {
        this.writes = writes;
    }

    Outcome<Answer> create(Call call) {
        return call.type()
                .then(type -> writes.create(call.access(), type, body(call), call.ifNoneExist()))
                .map(reply -> written(call, reply));
    }

    Outcome<Answer> update(Call call) {
        return call.id()
                .then(id -> call.ifMatch().then(expected -> writes.update(call.access(), id, body(call), expected)))
                .map(reply -> written(call, reply));
    }

    Outcome<Answer> conditionalUpdate(Call call) {
        return call.type()
                .then(type -> call.ifMatch()
                        .then(expected -> writes.update(call.access(), type, call.condition(), body(call), expected)))
                .map(reply -> written(call, reply));
    }

    private static Bytes body(Call call) {
        return RawBinary.isMeant(call, call.headers().contentType())
                ? RawBinary.wrapped(call)
                : call.content().body();
    }

    Outcome<Answer> patch(Call call) {
        return call.id()
                .then(id -> call.ifMatch()
                        .then(expected ->
                                changed(call).then(patch -> writes.patch(call.access(), id, patch, expected))))
                .map(reply -> written(call, reply));
    }

    Outcome<Answer> conditionalPatch(Call call) {
        return call.type()
                .then(type -> call.ifMatch()
                        .then(expected -> changed(call)
                                .then(patch -> writes.patch(call.access(), type, call.condition(), patch, expected))))
                .map(reply -> written(call, reply));
    }

    static Outcome<Patch> changed(Call call) {
        var type = Format.plain(call.headers().contentType());
        if (type.equals("application/json-patch+json")) {
            return JsonPatch.read(call.content().body());
        }
        return type.startsWith("application/fhir+")
                ? FhirPathPatch.read(ElementTable.r4(), call.content().body())
                : Outcome.failed(new Fault.Invalid(List.of(new Problem(
                        "Content-Type", "is application/json-patch+json, or application/fhir+json with Parameters"))));
    }

    Outcome<Answer> delete(Call call) {
        return call.id()
                .then(id -> call.ifMatch().then(expected -> writes.delete(call.access(), id, expected)))
                .map(WriteWire::deleted);
    }

    Outcome<Answer> conditionalDelete(Call call) {
        return call.type()
                .then(type -> writes.delete(call.access(), type, call.condition()))
                .map(WriteWire::deleted);
    }

    static Answer deleted(Reply reply) {
        return reply.resource()
                .map(gone -> Answer.of(NO_CONTENT, gone))
                .orElseGet(() -> Answer.of(NO_CONTENT, Bytes.NONE));
    }

    static Answer written(Call call, Reply reply) {
        var resource = reply.resource().orElseThrow();
        var status = reply.effect() == Reply.Effect.CREATED ? CREATED : OK;
        var answer = Answer.of(status, resource).located(call.base(), resource);
        return switch (call.preferences().returning()) {
            case MINIMAL -> answer.withBody(Bytes.NONE);
            case OUTCOME -> answer.withBody(outcome(reply, resource));
            case REPRESENTATION, UNSAID -> answer;
        };
    }

    private static Bytes outcome(Reply reply, StoredResource resource) {
        var what = switch (reply.effect()) {
            case CREATED -> "was created";
            case UPDATED -> "was updated";
            case FOUND -> "meets the condition; nothing was created";
            case DELETED -> "was deleted";
        };
        return Bytes.utf8("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
                + "\"code\":\"informational\",\"diagnostics\":\"" + resource.id() + "/_history/"
                + resource.version() + " " + what + "\"}]}");
    }
}
