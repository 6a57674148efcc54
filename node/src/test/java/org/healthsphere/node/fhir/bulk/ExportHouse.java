package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.bulk.Exports.Piece;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.fhir.jobs.Job;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two patients, a ward and a Group, and a client that exports them. */
abstract class ExportHouse {
    static final String BASE = "https://node.example/fhir";
    static final Outcome<Object> UNKNOWN = Outcome.failed(new Fault.NotFound("such an export"));

    final House house = new House();
    final AtomicInteger ids = new AtomicInteger();
    final Interactions interactions = new Interactions(
            new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh");
    final Access access = access(House.NORTH, "bulk-client", "system/*.rs");
    Exports exports = opened();

    Exports opened() {
        return new Exports(
                interactions,
                house.gate,
                house.store,
                SearchParameters.r4(),
                house.clock,
                () -> "job-" + ids.incrementAndGet());
    }

    static Access access(NodeId member, String subject, String... scopes) {
        var reach = Stream.of(scopes).map(s -> Scope.parse(s).orElseThrow()).collect(Collectors.toSet());
        return new Access(
                new Requester(member, subject, Role.SYSTEM), PurposeOfUse.TREAT, "request-bulk", new Reach(reach));
    }

    @BeforeEach
    void fill() {
        for (var patient : List.of("ann", "bea")) {
            house.put("Patient", patient, patient, "{'active':true,'gender':'female'}");
            house.put("Observation", "pulse-" + patient, patient, subject(patient) + ",'code':{'text':'pulse'}}");
        }
        house.put("Organization", "ward", Optional.empty(), "{'name':'Ward'}");
        house.put("Group", "club", Optional.empty(), """
                {'member':[{'entity':{'reference':'Patient/bea'}},
                 {'entity':{'reference':'Patient/ann'},'inactive':true}]}""");
    }

    static String subject(String patient) {
        return "{'subject':{'reference':'Patient/" + patient + "'}";
    }

    @AfterEach
    void close() {
        house.close();
    }

    Outcome<Job> begin(Access by, Extent extent, String query) {
        return exports.begin(by, new Order(BASE, extent, query, "", false));
    }

    String begun(Extent extent, String query) {
        return begin(access, extent, query).orElseThrow().id();
    }

    JsonNode manifest(Access by, String job) {
        return House.tree(exports.manifest(by, job).orElseThrow().json().utf8());
    }

    static List<String> types(JsonNode manifest) {
        return manifest.path("output")
                .valueStream()
                .map(file -> file.path("type").asText())
                .toList();
    }

    List<JsonNode> fetched(String job, String file) {
        var lines = new ArrayList<JsonNode>();
        Optional<Place> place = Optional.of(Place.BEGIN);
        while (place.isPresent()) {
            var piece = exports.piece(access, job, file, place.get()).orElseThrow();
            lines.addAll(lines(piece));
            place = piece.next();
        }
        return lines;
    }

    static List<JsonNode> lines(Piece piece) {
        return piece.ndjson().utf8().lines().<JsonNode>map(House::tree).toList();
    }

    static List<String> names(List<JsonNode> resources) {
        return resources.stream().map(r -> r.path("id").asText()).toList();
    }
}
