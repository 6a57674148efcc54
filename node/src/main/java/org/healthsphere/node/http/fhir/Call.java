package org.healthsphere.node.http.fhir;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.fhir.ETags;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ResourceId;
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

    /** The variable parts of the path; empty when the route has none. */
    record Path(String type, String id, String version) {}

    /** Those that the interactions know. */
    record Headers(String ifMatch, String ifNoneMatch, String ifNoneExist, String prefer) {}

    /** The body, and the fields of a form. */
    record Content(Bytes body, Parameters form) {}

    static Call of(RoutingContext context, Access access, Optional<String> publicBase) {
        var request = context.request();
        return new Call(
                access,
                publicBase.orElseGet(() -> request.scheme() + "://" + request.authority() + FhirRoutes.BASE),
                new Path(part(context, "type"), part(context, "id"), part(context, "version")),
                Optional.ofNullable(request.query()).orElse(""),
                new Headers(
                        header(request, "If-Match"),
                        header(request, "If-None-Match"),
                        header(request, "If-None-Exist"),
                        header(request, "Prefer")),
                new Content(body(context), form(request)));
    }

    private static String part(RoutingContext context, String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
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

    Outcome<ResourceId> id() {
        return ResourceId.isId(path.id()) && path.type().matches("[A-Z][A-Za-z]{1,63}")
                ? Outcome.of(new ResourceId(path.type(), path.id()))
                : Outcome.failed(new Fault.NotFound("such a resource"));
    }

    /** Of the URL, then of the form. */
    Outcome<Parameters> parameters() {
        try {
            var all = new ArrayList<>(Parameters.parse(query).all());
            all.addAll(content.form().all());
            return Outcome.of(new Parameters(all));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the URL is wrongly encoded"));
        }
    }

    Outcome<OptionalLong> ifMatch() {
        if (headers.ifMatch().isEmpty()) {
            return Outcome.of(OptionalLong.empty());
        }
        var version = ETags.version(headers.ifMatch());
        return version.isPresent()
                ? Outcome.of(version)
                : Outcome.failed(new Fault.Invalid("If-Match is an ETag of this server: W/\"1\""));
    }

    Optional<String> ifNoneExist() {
        return Optional.of(headers.ifNoneExist()).filter(condition -> !condition.isEmpty());
    }

    boolean wantsMinimal() {
        return headers.prefer().contains("return=minimal");
    }
}
