package org.healthsphere.node.http.fhir;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.ETags;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * One request, read completely on the event loop, so that the use case touches nothing of Vert.x.
 *
 * @param base the address under which this server is asked, without a slash at the end
 * @param query undecoded
 */
record Call(Access access, String base, Path path, String query, Headers headers, Content content) {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");

    /** The variable parts of the path; empty when the route has none. */
    record Path(String type, String id, String version, String inside) {
        /** The type that is searched in a compartment. */
        Outcome<String> searched() {
            if (inside.equals("*")) {
                return Outcome.of(ResourceIndex.Query.ANY_TYPE);
            }
            return TYPE.matcher(inside).matches()
                    ? Outcome.of(inside)
                    : Outcome.failed(new Fault.NotFound("such an interaction"));
        }
    }

    /** Those that the interactions know; empty where one is not there. */
    record Headers(
            Conditional conditional,
            String prefer,
            String accept,
            String acceptLanguage,
            String contentType,
            String securityContext) {}

    /** On which conditions the request is made. */
    record Conditional(String ifMatch, String ifNoneMatch, String ifModifiedSince, String ifNoneExist) {}

    /** The body, and the fields of a form. */
    record Content(Bytes body, Parameters form) {}

    static Call of(RoutingContext context, Paths.Found found, Access access, Optional<String> publicBase) {
        var request = context.request();
        return new Call(
                access,
                publicBase.orElseGet(() -> request.scheme() + "://" + request.authority() + FhirRoutes.BASE),
                new Path(found.part("type"), found.part("id"), found.part("version"), found.part("inside")),
                Optional.ofNullable(request.query()).orElse(""),
                headers(request),
                new Content(body(context), form(request)));
    }

    private static Headers headers(HttpServerRequest request) {
        return new Headers(
                new Conditional(
                        header(request, "If-Match"),
                        header(request, "If-None-Match"),
                        header(request, "If-Modified-Since"),
                        header(request, "If-None-Exist")),
                header(request, "Prefer"),
                header(request, "Accept"),
                header(request, "Accept-Language"),
                header(request, "Content-Type"),
                header(request, "X-Security-Context"));
    }

    private static String header(HttpServerRequest request, String name) {
        return String.join(",", request.headers().getAll(name));
    }

    private static Bytes body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer())
                .map(Buffer::getBytes)
                .map(Bytes::of)
                .orElse(Bytes.NONE);
    }

    private static Parameters form(HttpServerRequest request) {
        var all = new ArrayList<Parameter>();
        request.formAttributes().forEach(e -> all.add(new Parameter(e.getKey(), e.getValue())));
        return new Parameters(all);
    }

    Call withBody(Bytes body) {
        return new Call(access, base, path, query, headers, new Content(body, content.form()));
    }

    /** The same, where the route names the type. */
    Call ofType(String type) {
        return new Call(
                access, base, new Path(type, path.id(), path.version(), path.inside()), query, headers, content);
    }

    Outcome<String> type() {
        return TYPE.matcher(path.type()).matches()
                ? Outcome.of(path.type())
                : Outcome.failed(new Fault.NotFound("such a type of resource"));
    }

    Outcome<ResourceId> id() {
        return ResourceId.isId(path.id()) && TYPE.matcher(path.type()).matches()
                ? Outcome.of(new ResourceId(path.type(), path.id()))
                : Outcome.failed(new Fault.NotFound("such a resource"));
    }

    /** Of the URL, then of the form. */
    Outcome<Parameters> parameters() {
        return Parameters.of(query).map(ofUrl -> {
            var all = new ArrayList<>(ofUrl.all());
            all.addAll(content.form().all());
            return new Parameters(all);
        });
    }

    /** Which part of a resource is to be shown. */
    Outcome<Part> part() {
        return Parameters.of(query).then(asked -> Part.of(asked.last("_summary"), asked.last("_elements")));
    }

    Asking asking() {
        var preferences = preferences();
        return new Asking(
                access, base, preferences.lenient(), preferences.returning() == Preferences.Returning.REPRESENTATION);
    }

    Preferences preferences() {
        return Preferences.of(headers.prefer());
    }

    /** The version that must be the current one; none may be, with {@code If-None-Match: *}. */
    Outcome<OptionalLong> ifMatch() {
        var etag = headers.conditional().ifMatch();
        if (etag.isEmpty()) {
            return Outcome.of(
                    headers.conditional().ifNoneMatch().strip().equals("*")
                            ? OptionalLong.of(0)
                            : OptionalLong.empty());
        }
        var version = ETags.version(etag);
        return version.isPresent()
                ? Outcome.of(version)
                : Outcome.failed(new Fault.Invalid("If-Match is an ETag of this server: W/\"1\""));
    }

    Optional<String> ifNoneExist() {
        return Optional.of(headers.conditional().ifNoneExist()).filter(condition -> !condition.isEmpty());
    }

    /** The criteria of a conditional interaction: the query without what only says how to answer. */
    String condition() {
        var criteria = new ArrayList<String>();
        for (var pair : query.split("&", -1)) {
            if (!pair.startsWith("_format=") && !pair.startsWith("_pretty=")) {
                criteria.add(pair);
            }
        }
        return String.join("&", criteria);
    }
}
