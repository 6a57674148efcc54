package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.outbound.cda.ClinicalDocument;
import org.healthsphere.node.outbound.cda.ClinicalDocument.About;
import org.healthsphere.node.outbound.cda.ClinicalDocument.Kind;
import org.healthsphere.node.outbound.cda.ClinicalDocument.RecordNumber;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** A patient's record here as a document of C-CDA R2.1, for systems that read no FHIR; only what the gate lets out. */
final class DocumentCalls {
    private static final int PAGE = 200;

    private final ReleaseGate gate;
    private final String hospital;
    private final InstantSource clock;

    DocumentCalls(ReleaseGate gate, String hospital, InstantSource clock) {
        this.gate = gate;
        this.hospital = hospital;
        this.clock = clock;
    }

    Outcome<Reply> document(Call call) {
        var order = Json.parse(call.body()).orElseGet(Json::object);
        var kind = kind(order.path("kind").asText(""));
        var patient = call.parameter("id");
        if (kind.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("kind", "must be ccd or referral"))));
        }
        if (!ResourceId.isId(patient)) {
            return Outcome.failed(new Fault.NotFound("patient"));
        }
        var access = new Access(call.caller().requester(), PurposeOfUse.TREAT, call.correlation());
        return gate.read(access, new ResourceId("Patient", patient))
                .then(who -> record(access, patient)
                        .map(records -> written(kind.get(), order, who, records, call.correlation())));
    }

    private static Optional<Kind> kind(String text) {
        return List.of(Kind.values()).stream()
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private Outcome<List<ObjectNode>> record(Access access, String patient) {
        var all = new ArrayList<ObjectNode>();
        var after = Optional.<String>empty();
        do {
            var query = new Query(
                    Query.ANY_TYPE,
                    List.of(new Criterion("_compartment", "", List.of(patient))),
                    List.of(),
                    PAGE,
                    after);
            switch (gate.search(access, query)) {
                case Outcome.Failure<Released>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Released>(var page) -> {
                    page.matches().forEach(resource -> all.add(Json.tree(resource.json())));
                    after = page.next();
                }
            }
        } while (after.isPresent());
        return Outcome.of(all);
    }

    private Reply written(
            Kind kind, ObjectNode order, StoredResource patient, List<ObjectNode> records, String correlation) {
        var json = Json.tree(patient.json());
        var numbers =
                Json.elements(json.path("identifier")).map(RecordNumber::of).toList();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var about = new About(
                kind, hospital, correlation, now, numbers, order.path("reason").asText(""));
        return new Reply(200, "application/xml", ClinicalDocument.of(about, json, records));
    }
}
