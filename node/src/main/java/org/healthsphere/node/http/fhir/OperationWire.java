package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.CrossReference;
import org.healthsphere.node.fhir.Inputs;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.RecordOperations;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The operations: with GET by their parameters in the URL, with POST by a Parameters resource (FHIR R4, operations). */
final class OperationWire {
    private static final int OK = 200;
    private static final String INSTANCE = "/:type/:id";

    private final RecordOperations records;
    private final CrossReference identifiers;
    private final FhirRoutes.Operations operations;

    OperationWire(Interactions interactions, FhirRoutes.Operations operations) {
        this.records = interactions.records();
        this.identifiers = interactions.identifiers();
        this.operations = operations;
    }

    List<Interaction> all() {
        return Stream.of(
                        both("/Patient/:id/$everything", "$everything", this::everything),
                        both("/Patient/$ihe-pix", "$ihe-pix", withInputs(identifiers::of)),
                        both("/Observation/$lastn", "$lastn", with(records::lastn)),
                        both("/DocumentReference/$docref", "$docref", with(records::docref)),
                        both("/Patient/:id/$summary", "$summary", this::summary),
                        both("/Patient/$summary", "$summary", withInputs(operations.summaries()::byIdentifier)),
                        both(INSTANCE + "/$validate", "$validate", this::validateOne),
                        List.of(
                                post("/Patient/$match", "$match", withInputs(operations.matching()::match)),
                                post("/:type/$validate", "$validate", this::validate),
                                get(INSTANCE + "/_history/:version/$meta", "$meta", this::meta),
                                get(INSTANCE + "/$meta", "$meta", this::meta)))
                .flatMap(List::stream)
                .toList();
    }

    private static Interaction get(String path, String code, Function<Call, Outcome<Answer>> work) {
        return new Interaction(HttpMethod.GET, path, code, work);
    }

    private static Interaction post(String path, String code, Function<Call, Outcome<Answer>> work) {
        return new Interaction(HttpMethod.POST, path, code, work);
    }

    private static List<Interaction> both(String path, String code, Function<Call, Outcome<Answer>> work) {
        return List.of(get(path, code, work), post(path, code, work));
    }

    private static Function<Call, Outcome<Answer>> with(BiFunction<Asking, Parameters, Outcome<Bytes>> operation) {
        return withInputs((asking, inputs) -> operation.apply(asking, inputs.parameters()));
    }

    private static Function<Call, Outcome<Answer>> withInputs(BiFunction<Asking, Inputs, Outcome<Bytes>> operation) {
        return call -> inputs(call)
                .then(inputs -> operation.apply(call.asking(), inputs))
                .map(resource -> Answer.of(OK, resource));
    }

    static Outcome<Inputs> inputs(Call call) {
        return call.parameters().then(ofUrl -> Inputs.of(ofUrl, call.content().body()));
    }

    private Outcome<Answer> everything(Call call) {
        return call.ofType("Patient")
                .id()
                .then(id ->
                        inputs(call).then(inputs -> records.everything(call.asking(), id.id(), inputs.parameters())))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> summary(Call call) {
        return call.ofType("Patient")
                .id()
                .then(id -> inputs(call).then(inputs -> operations.summaries().of(call.asking(), id, inputs)))
                .map(document -> Answer.of(OK, document));
    }

    private Outcome<Answer> validate(Call call) {
        return call.type().then(type -> validated(call, type, Optional.empty()));
    }

    private Outcome<Answer> validateOne(Call call) {
        return call.id().then(id -> validated(call, id.type(), Optional.of(id)));
    }

    private Outcome<Answer> validated(Call call, String type, Optional<ResourceId> id) {
        return inputs(call)
                .then(inputs -> operations.validation().judge(call.asking(), type, id, inputs))
                .map(outcome -> Answer.of(OK, outcome));
    }

    private Outcome<Answer> meta(Call call) {
        var version = call.path().version();
        if (!version.isEmpty() && !version.matches("\\d{1,18}")) {
            return Outcome.failed(new Fault.NotFound("such a version"));
        }
        var wanted = version.isEmpty() ? Optional.<Long>empty() : Optional.of(Long.parseLong(version));
        return call.id().then(id -> records.meta(call.access(), id, wanted)).map(meta -> Answer.of(OK, meta));
    }
}
