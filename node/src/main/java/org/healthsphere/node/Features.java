package org.healthsphere.node;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.api.ApiRoutes;
import org.healthsphere.node.api.Calls;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.backup.Backups;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.erasure.Erasures;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.fhir.FhirRoutes;
import org.healthsphere.node.http.terminology.TerminologyRoutes;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/** What the node serves to people and programs. */
final class Features {
    private static final String VERSION = "0.1.0";

    private Features() {}

    static List<Routes> of(NodeConfig config, Rooms rooms, UseCases useCases, Environment environment) {
        List<Routes> features = new ArrayList<>();
        features.add(new Health(rooms));
        features.add(fhir(rooms, useCases, environment));
        features.add(terminology(rooms, useCases, environment));
        features.add(api(config, rooms, useCases, environment));
        features.add(Pages.of(config, rooms, useCases, environment));
        return features;
    }

    private static Routes fhir(Rooms rooms, UseCases useCases, Environment environment) {
        var parameters = SearchParameters.r4();
        var kept = rooms.kept();
        var interactions = new Interactions(
                new Intake(parameters),
                kept.store(),
                kept.index(),
                rooms.exchange().releasing().gate(),
                () -> FhirAccess.newId(environment.random()));
        var access = new FhirAccess(rooms.access().tokens(), environment.random());
        var operations = new TerminologyOperations(kept.terminology(), environment.clock(), VERSION);
        var described = new FhirRoutes.Described(
                parameters,
                () -> Bytes.utf8(operations.terminologyCapabilities().toString()));
        var exports = new Exports(
                interactions,
                rooms.exchange().releasing().gate(),
                kept.store(),
                parameters,
                environment.clock(),
                () -> FhirAccess.newId(environment.random()));
        var offered = new FhirRoutes.Offered(interactions, exports);
        return new FhirRoutes(useCases, offered, described, access, FhirRoutes.Settings.USUAL, environment.clock());
    }

    private static ApiRoutes.Upkeep upkeep(NodeConfig config, Rooms rooms, Environment environment) {
        var kept = rooms.kept();
        var erasures = new Erasures(
                kept.store(),
                kept.index(),
                rooms.feeds().quarantine(),
                rooms.access().users(),
                kept.audit());
        var backups = new Backups(
                new Backups.Self(config.id(), config.data()),
                rooms.identity(),
                kept.store(),
                kept.keys(),
                environment.clock(),
                environment.random());
        return new ApiRoutes.Upkeep(erasures, backups, config.upkeep().backups(), kept.audit());
    }

    private static Routes terminology(Rooms rooms, UseCases useCases, Environment environment) {
        var operations = new TerminologyOperations(rooms.kept().terminology(), environment.clock(), VERSION);
        return new TerminologyRoutes(useCases, operations);
    }

    private static Routes api(NodeConfig config, Rooms rooms, UseCases useCases, Environment environment) {
        var behind = new ApiRoutes.Behind(
                rooms.exchange().records(),
                new InternationalPatientSummary(config.id(), config.organization()),
                rooms.ledger().consents(),
                rooms.research().studies(),
                rooms.ledger().members(),
                rooms.feeds().ingest(),
                upkeep(config, rooms, environment));
        var calls = new Calls(rooms.access().tokens(), ApiRoutes.WHO_MAY, useCases);
        return new ApiRoutes(calls, behind, environment.clock());
    }
}
