package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What an entry of a batch or a transaction asks for.
 *
 * @param id when the URL names one resource
 * @param query behind the question mark; or the {@code ifNoneExist} of a create
 */
record Request(Method method, String type, Optional<ResourceId> id, Optional<String> query, OptionalLong ifMatch) {
    private static final Pattern URL =
            Pattern.compile("([A-Z][A-Za-z]{1,63})(?:/([A-Za-z0-9\\-.]{1,64}))?(?:\\?(\\S*))?");

    /** In the order in which a transaction processes them. */
    enum Method {
        DELETE,
        POST,
        PUT,
        GET
    }

    static Outcome<Request> of(Incoming.Entry entry) {
        var url = URL.matcher(entry.string("url").orElse(""));
        var method = method(entry.string("method").orElse(""));
        if (method.isEmpty()) {
            return invalid(entry, ".request.method", "is DELETE, POST, PUT or GET here");
        } else if (!url.matches()) {
            return invalid(entry, ".request.url", "is Type, Type/id or Type?parameters here");
        }
        var type = url.group(1);
        var id = Optional.ofNullable(url.group(2)).map(i -> new ResourceId(type, i));
        var query = method.get() == Method.POST ? entry.string("ifNoneExist") : Optional.ofNullable(url.group(3));
        var ifMatch = entry.string("ifMatch");
        if (ifMatch.isPresent() && ETags.version(ifMatch.get()).isEmpty()) {
            return invalid(entry, ".request.ifMatch", "is an ETag: W/\"1\"");
        }
        return new Request(
                        method.get(),
                        type,
                        id,
                        query,
                        ifMatch.map(ETags::version).orElse(OptionalLong.empty()))
                .checked(entry);
    }

    private Outcome<Request> checked(Incoming.Entry entry) {
        var resource = entry.resource();
        var writes = method == Method.POST || method == Method.PUT;
        if (writes != resource.isPresent()) {
            return invalid(entry, ".resource", writes ? "is required" : "is not for this method");
        } else if (resource.isPresent() && !resource.get().type().equals(type)) {
            return invalid(entry, ".resource.resourceType", "is not the type of the URL");
        } else if (changesAnother(resource)) {
            return invalid(entry, ".resource.id", "is not the id of the URL");
        } else if (namesWrongly()) {
            return invalid(entry, ".request.url", "names a type to create, and an id or a condition to change");
        }
        return Outcome.of(this);
    }

    private boolean changesAnother(Optional<Draft> resource) {
        return method == Method.PUT
                && id.isPresent()
                && !resource.flatMap(Draft::id).equals(id.map(ResourceId::id));
    }

    private boolean namesWrongly() {
        return method == Method.POST ? id.isPresent() : method != Method.GET && id.isEmpty() && query.isEmpty();
    }

    /** A query that must find the one resource to write. */
    Optional<String> condition() {
        return method == Method.GET || id.isPresent() ? Optional.empty() : query;
    }

    /** Reads or searches. */
    Outcome<Bytes> answer(
            Function<ResourceId, Outcome<StoredResource>> read, BiFunction<String, Parameters, Outcome<Bytes>> search) {
        if (id.isPresent()) {
            return read.apply(id.get()).map(StoredResource::json);
        }
        try {
            return search.apply(type, Parameters.parse(query.orElse("")));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the URL is wrongly encoded"));
        }
    }

    private static Optional<Method> method(String text) {
        return List.of(Method.values()).stream()
                .filter(m -> m.name().equals(text))
                .findFirst();
    }

    private static Outcome<Request> invalid(Incoming.Entry entry, String element, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(entry.at() + element, what))));
    }
}
