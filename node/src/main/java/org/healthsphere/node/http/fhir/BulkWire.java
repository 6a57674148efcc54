package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.healthsphere.node.fhir.Inputs;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.bulk.Exports.Piece;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.fhir.bulk.Order;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The requests of an export: kick-off, status, files and the end of it (Bulk Data Access 2.0, "Request Flow"). */
final class BulkWire {
    static final String EXPORT = "$export";

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final String STATUS = "/$export-status/:id";

    private final Exports exports;

    BulkWire(Exports exports) {
        this.exports = exports;
    }

    List<Interaction> all() {
        return List.of(
                kickOff(HttpMethod.GET, "/", _ -> new Extent.Everything()),
                kickOff(HttpMethod.POST, "/", _ -> new Extent.Everything()),
                kickOff(HttpMethod.GET, "/Patient/", _ -> new Extent.AllPatients()),
                kickOff(HttpMethod.POST, "/Patient/", _ -> new Extent.AllPatients()),
                kickOff(HttpMethod.GET, "/Group/:id/", Extent.OfGroup::new),
                kickOff(HttpMethod.POST, "/Group/:id/", Extent.OfGroup::new),
                new Interaction(HttpMethod.GET, STATUS, "$export-status", this::status),
                new Interaction(HttpMethod.DELETE, STATUS, "$export-status", this::end),
                new Interaction(HttpMethod.GET, "/$export-file/:id/:type", "$export-file", this::file));
    }

    private Interaction kickOff(HttpMethod method, String path, Function<String, Extent> extent) {
        return new Interaction(method, path + EXPORT, EXPORT, begin(extent));
    }

    private Function<Call, Outcome<Answer>> begin(Function<String, Extent> extent) {
        return call -> {
            var id = call.path().id();
            if (!call.preferences().later()) {
                return Outcome.failed(
                        new Fault.Invalid(List.of(new Problem("Prefer", "is respond-async for an export"))));
            } else if (!id.isEmpty() && !ResourceId.isId(id)) {
                return Outcome.failed(new Fault.NotFound("such a resource"));
            }
            return posted(call)
                    .map(posted -> new Order(
                            call.base(),
                            extent.apply(id),
                            call.query(),
                            posted,
                            call.preferences().lenient()))
                    .then(order -> exports.begin(call.access(), order))
                    .map(job -> Answer.of(ACCEPTED, Bytes.NONE)
                            .with("Content-Location", call.base() + "/$export-status/" + job.id()));
        };
    }

    /** The Parameters of a POST, as they would stand in a URL. */
    private static Outcome<String> posted(Call call) {
        return Inputs.of(new Parameters(List.of()), call.content().body())
                .then(inputs -> inputs.resources().isEmpty()
                        ? Outcome.of(inputs.parameters().toString())
                        : Outcome.failed(new Fault.Invalid("the body of an export is Parameters with values")));
    }

    private Outcome<Answer> status(Call call) {
        return exports.manifest(call.access(), call.path().id())
                .map(manifest -> Answer.of(OK, manifest.json())
                        .with(Answer.CONTENT_TYPE, "application/json")
                        .with(
                                "Expires",
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        manifest.expires().atOffset(ZoneOffset.UTC))));
    }

    private Outcome<Answer> end(Call call) {
        return exports.end(call.access(), call.path().id()).map(_ -> Answer.of(ACCEPTED, Bytes.NONE));
    }

    private Outcome<Answer> file(Call call) {
        return piece(call, Place.BEGIN);
    }

    private Outcome<Answer> piece(Call call, Place place) {
        return exports.piece(call.access(), call.path().id(), call.path().type(), place)
                .map(piece -> answer(call, piece));
    }

    private Answer answer(Call call, Piece piece) {
        var answer = new Answer(OK, Map.of(Answer.CONTENT_TYPE, "application/fhir+ndjson"), piece.ndjson());
        return piece.next()
                .map(next -> answer.followedBy(() -> piece(call, next)))
                .orElse(answer);
    }
}
