package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.node.care.Documents;
import org.healthsphere.node.care.Documents.Bases;
import org.healthsphere.node.care.Documents.Document;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.validation.XmlFormat;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of the network's patients for IHE's clients, below {@link #BASE} (MHD 4.2, Document Responder): Find Document Lists (ITI-66) and
 * Find Document References (ITI-67), by GET and POST, and Retrieve Document (ITI-68).
 */
public final class MhdRoutes implements Routes {
    public static final String BASE = "/mhd";

    private static final Logger LOG = LoggerFactory.getLogger(MhdRoutes.class);
    private static final int OK = 200;
    private static final long LARGEST_FORM = 1 << 16;

    private final UseCases useCases;
    private final Documents documents;
    private final Authenticator authenticator;
    private final Optional<String> publicOrigin;
    private final XmlFormat xml = new XmlFormat();

    /**
     * Joins them.
     *
     * @param authenticator says who calls and for what, whatever the path
     * @param publicOrigin the address clients use, where it is not the one they are answered under
     */
    public MhdRoutes(
            UseCases useCases, Documents documents, Authenticator authenticator, Optional<String> publicOrigin) {
        this.useCases = useCases;
        this.documents = documents;
        this.authenticator = authenticator;
        this.publicOrigin = publicOrigin;
    }

    @Override
    public void mount(Router router) {
        router.get(BASE + "/metadata").handler(context -> {
            var bases = bases(context.request());
            respond(
                    context,
                    () -> Outcome.of(Answer.of(
                            OK, Bytes.utf8(documents.capabilities(bases).toString()))));
        });
        search(router, BASE + "/DocumentReference", documents::list);
        search(router, BASE + "/List", documents::sets);
        router.get(BASE + "/patients/:patient/summary")
                .handler(context -> fetch(context, access -> documents.summary(access, part(context, "patient"))));
        router.get(BASE + "/patients/:patient/ccd")
                .handler(context -> fetch(context, access -> documents.continuity(access, part(context, "patient"))));
        for (var type : List.of("DocumentReference", "List")) {
            router.get(BASE + "/patients/:patient/" + type + "/:id").handler(context -> listed(context, type));
        }
        router.get(BASE + "/patients/:patient/:member/:type/:id").handler(this::filed);
        router.route(BASE + "/*")
                .handler(context -> FhirRoutes.send(context, Answer.of(new Fault.NotFound("such an interaction"))));
    }

    /** One of the searches. */
    @FunctionalInterface
    private interface Search {
        Outcome<ObjectNode> of(Access access, Bases bases, List<Map.Entry<String, String>> asked);
    }

    private void search(Router router, String path, Search search) {
        router.get(path).handler(context -> list(context, search));
        router.post(path + "/_search").handler(context -> {
            switch (authenticator.authenticate(context.request())) {
                case Outcome.Failure<Access>(var fault) -> FhirRoutes.send(context, Answer.of(fault));
                case Outcome.Success<Access> _ -> context.next();
            }
        });
        router.post(path + "/_search").handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM));
        router.post(path + "/_search").handler(context -> list(context, search));
    }

    private void list(RoutingContext context, Search search) {
        List<Map.Entry<String, String>> asked =
                new ArrayList<>(context.queryParams().entries());
        asked.addAll(context.request().formAttributes().entries());
        var bases = bases(context.request());
        admitted(
                context,
                access -> search.of(access, bases, asked).map(bundle -> Answer.of(OK, Bytes.utf8(bundle.toString()))));
    }

    private void listed(RoutingContext context, String type) {
        var id = part(context, "id");
        if (!ResourceId.isId(id)) {
            FhirRoutes.send(context, Answer.of(new Fault.NotFound("such a document")));
            return;
        }
        var bases = bases(context.request());
        admitted(
                context,
                access -> documents
                        .listed(access, bases, part(context, "patient"), new ResourceId(type, id))
                        .map(resource -> Answer.of(OK, Bytes.utf8(resource.toString()))));
    }

    private void filed(RoutingContext context) {
        var number = Optional.ofNullable(context.request().getParam("content")).orElse("0");
        var named = named(part(context, "member"), part(context, "type"), part(context, "id"));
        if (named.isEmpty() || !number.matches("\\d{1,3}")) {
            FhirRoutes.send(context, Answer.of(new Fault.NotFound("such a document")));
            return;
        }
        fetch(
                context,
                access -> documents.filed(
                        access,
                        part(context, "patient"),
                        named.get().member(),
                        named.get().at(),
                        Integer.parseInt(number)));
    }

    private record Named(NodeId member, ResourceId at) {}

    private static Optional<Named> named(String member, String type, String id) {
        try {
            return Optional.of(new Named(new NodeId(member), new ResourceId(type, id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String part(RoutingContext context, String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    /** A browser neither guesses what a document is nor runs it. */
    private void fetch(RoutingContext context, Function<Access, Outcome<Document>> work) {
        admitted(
                context,
                access -> work.apply(access)
                        .map(document -> Answer.of(OK, document.content())
                                .with(Answer.CONTENT_TYPE, document.contentType())
                                .with("X-Content-Type-Options", "nosniff")
                                .with("Content-Security-Policy", "sandbox")
                                .with("Content-Disposition", "attachment")));
    }

    private void admitted(RoutingContext context, Function<Access, Outcome<Answer>> work) {
        switch (authenticator.authenticate(context.request())) {
            case Outcome.Failure<Access>(var fault) -> FhirRoutes.send(context, Answer.of(fault));
            case Outcome.Success<Access>(var access) -> respond(context, () -> work.apply(access));
        }
    }

    private void respond(RoutingContext context, Supplier<Outcome<Answer>> work) {
        var format = Format.asked(
                Optional.ofNullable(context.request().getParam("_format")),
                String.join(",", context.request().headers().getAll("Accept")));
        if (format.isEmpty()) {
            FhirRoutes.send(context, Format.notAcceptable());
            return;
        }
        useCases.call(() -> formatted(answer(work.get()), format.get()))
                .onSuccess(answer -> FhirRoutes.send(context, answer.with("Cache-Control", "no-store")))
                .onFailure(defect -> {
                    LOG.error("defect in a list of documents, {}", Correlation.of(context), defect);
                    FhirRoutes.send(context, FhirRoutes.defect());
                });
    }

    private Answer formatted(Answer answer, Format format) {
        return format == Format.XML && answer.isResource()
                ? answer.withBody(xml.fromJson(answer.body())).with(Answer.CONTENT_TYPE, format.contentType())
                : answer;
    }

    private static Answer answer(Outcome<Answer> outcome) {
        return switch (outcome) {
            case Outcome.Success<Answer>(var answer) -> answer;
            case Outcome.Failure<Answer>(var fault) -> Answer.of(fault);
        };
    }

    private Bases bases(HttpServerRequest request) {
        var origin = publicOrigin.orElseGet(() -> request.scheme() + "://" + request.authority());
        return new Bases(origin + BASE, origin + FhirRoutes.BASE);
    }
}
