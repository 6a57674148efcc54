package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What an entry of a batch or a transaction asks for.
 *
 * @param id when the URL names one resource
 * @param query behind the question mark; or the {@code ifNoneExist} of a create
 * @param url as it was sent
 * @param ifNoneMatch the ETags that the client has
 */
record Request(
        Method method,
        String url,
        String type,
        Optional<ResourceId> id,
        Optional<String> query,
        OptionalLong ifMatch,
        Optional<String> ifNoneMatch) {
    private static final Pattern URL =
            Pattern.compile("([A-Z][A-Za-z]{1,63})(?:/([A-Za-z0-9\\-.]{1,64}))?(?:\\?(\\S*))?");

    private static final Pattern GET_URL =
            Pattern.compile("(?:_history|[A-Z][A-Za-z]{1,63}(?:/[A-Za-z0-9\\-.$_*]{1,64}){0,3})?(?:\\?\\S*)?");

    /** In the order in which a transaction processes them. */
    enum Method {
        DELETE,
        POST,
        PUT,
        PATCH,
        GET
    }

    static Outcome<Request> of(Incoming.Entry entry) {
        var url = URL.matcher(entry.string("url").orElse(""));
        var method = method(entry.string("method").orElse(""));
        if (method.isEmpty()) {
            return invalid(entry, ".request.method", "is DELETE, POST, PUT, PATCH or GET here");
        } else if (method.get() == Method.GET) {
            return get(entry);
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
                        url.group(),
                        type,
                        id,
                        query,
                        ifMatch.map(ETags::version).orElse(OptionalLong.empty()),
                        Optional.empty())
                .checked(entry);
    }

    /** What it is about is told when it is answered. */
    private static Outcome<Request> get(Incoming.Entry entry) {
        if (!GET_URL.matcher(entry.string("url").orElse("")).matches()) {
            return invalid(entry, ".request.url", "is Type, Type/id or Type?parameters here");
        }
        return entry.resource().isPresent()
                ? invalid(entry, ".resource", "is not for this method")
                : Outcome.of(new Request(
                        Method.GET,
                        entry.string("url").orElse(""),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        entry.string("ifNoneMatch")));
    }

    /** Itself, unless the scopes of a token do not cover it; what is read is judged where it is read. */
    Outcome<Request> within(Reach reach) {
        return switch (method) {
            case GET -> Outcome.of(this);
            case POST -> reach.check(type, Interaction.CREATE).map(_ -> this);
            // Which of the two it is shows when it is written.
            case PUT ->
                reach.check(type, reach.permits(Interaction.UPDATE, type) ? Interaction.UPDATE : Interaction.CREATE)
                        .map(_ -> this);
            case PATCH -> patched(reach).map(_ -> this);
            case DELETE -> reach.check(type, Interaction.DELETE).map(_ -> this);
        };
    }

    /** What a patch tests and leaves is told: somebody who lets an app change, and not see, does not mean that. */
    private Outcome<String> patched(Reach reach) {
        return reach.isOfPerson()
                ? reach.check(type, Interaction.UPDATE, Interaction.READ)
                : reach.check(type, Interaction.UPDATE);
    }

    /** The same, of this version only. */
    Request expecting(long version) {
        return new Request(method, url, type, id, query, OptionalLong.of(version), ifNoneMatch);
    }

    private Outcome<Request> checked(Incoming.Entry entry) {
        var resource = entry.resource();
        var writes = method != Method.DELETE;
        if (writes != resource.isPresent()) {
            return invalid(entry, ".resource", writes ? "is required" : "is not for this method");
        } else if (method != Method.PATCH
                && resource.filter(r -> !r.type().equals(type)).isPresent()) {
            return invalid(entry, ".resource.resourceType", "is not the type of the URL");
        } else if (changesAnother(resource)) {
            return invalid(entry, ".resource.id", "is not the id of the URL");
        } else if (type.equals(Writes.APART)) {
            return invalid(entry, ".request.url", "is not of a Subscription: those are written by themselves");
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
        return method == Method.POST ? id.isPresent() : id.isEmpty() && query.isEmpty();
    }

    /** A query that must find the one resource to write. */
    Optional<String> condition() {
        return id.isPresent() ? Optional.empty() : query;
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
