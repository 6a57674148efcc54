package org.healthsphere.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.api.ApiRoutes;
import org.healthsphere.node.api.Calls;
import org.healthsphere.node.api.DescriptionRoutes;
import org.healthsphere.node.api.DirectoryRoutes;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.api.JoinRoutes;
import org.healthsphere.node.api.NotificationRoutes;
import org.healthsphere.node.backup.Backups;
import org.healthsphere.node.care.Documents;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.directory.Directory;
import org.healthsphere.node.erasure.Erasures;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.fhir.MhdRoutes;
import org.healthsphere.node.http.links.LinkRoutes;
import org.healthsphere.node.http.smart.SmartRoutes;
import org.healthsphere.node.http.terminology.TerminologyRoutes;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.joining.Welcome;
import org.healthsphere.node.processes.OnlyFresh;
import org.healthsphere.terminology.library.StewardRecord;

/** What the node serves to people and programs. */
final class Features {
    static final String VERSION = "0.1.0";

    private Features() {}

    static List<Routes> of(
            NodeConfig config,
            Rooms rooms,
            Health health,
            Subscribing subscribing,
            UseCases useCases,
            Environment environment) {
        List<Routes> features = new ArrayList<>();
        features.add(health);
        rooms.kept().processes().ifPresent(all -> features.add(new OnlyFresh(all, useCases)));
        var terminology = rooms.kept().published().operations(environment.clock(), VERSION);
        features.add(new SmartRoutes(useCases, rooms.access().smart()));
        var behind = new FhirFeature.Behind(
                rooms.kept(),
                rooms.exchange().releasing().gate(),
                rooms.exchange().linking(),
                rooms.access().bearers(),
                rooms.access().smart()::uris,
                terminology,
                new Relabelling(
                                rooms.feeds().labeller(),
                                rooms.ledger().view(),
                                rooms.kept().index(),
                                useCases)
                        .begun(),
                Optional.of(rooms.handing().handovers()));
        features.add(new FhirFeature(config, behind, useCases, environment, Optional.of(subscribing.subscriptions()))
                .routes());
        features.add(documents(config, rooms, useCases, environment));
        features.add(subscribing.socket());
        features.add(new TerminologyRoutes(useCases, terminology));
        var desk = desk(config, rooms, environment);
        features.add(new JoinRoutes(useCases, desk));
        features.add(new DescriptionRoutes());
        features.add(new NotificationRoutes(useCases, rooms.feeds().following()));
        features.add(directory(config, rooms, useCases, environment));
        features.add(api(config, rooms, desk, useCases, environment));
        var own = PatientRooms.open(config, rooms, environment);
        features.add(new LinkRoutes(useCases, own.links()));
        features.add(Pages.of(config, rooms, own, useCases, environment));
        return features;
    }

    private static ApiRoutes.Upkeep upkeep(NodeConfig config, Rooms rooms, Environment environment) {
        var kept = rooms.kept();
        var erasures = new Erasures(
                kept.store(),
                kept.index(),
                rooms.feeds().quarantine(),
                rooms.access().users(),
                rooms.access().smart()::forget,
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

    private static Routes documents(NodeConfig config, Rooms rooms, UseCases useCases, Environment environment) {
        var documents = new Documents(
                rooms.exchange().records(),
                new InternationalPatientSummary(config.id(), config.organization()),
                rooms.exchange().releasing().gate(),
                environment.clock());
        var access = new FhirAccess(rooms.access().bearers(), environment.random());
        return new MhdRoutes(useCases, documents, access::known, config.url());
    }

    private static Routes directory(NodeConfig config, Rooms rooms, UseCases useCases, Environment environment) {
        var calls = new Calls(rooms.access().tokens(), DirectoryRoutes.WHO_MAY, useCases);
        var members = new Directory(rooms.ledger().members(), "https://" + config.http() + "/directory");
        var people = ServiceListing.everywhere(rooms, config, environment);
        return new DirectoryRoutes(calls, members, people, environment.clock());
    }

    private static JoinDesk desk(NodeConfig config, Rooms rooms, Environment environment) {
        var at = config.ledger().address();
        var kept = rooms.kept();
        var self = new JoinDesk.Self(
                rooms.identity(),
                kept.folder(),
                new Welcome.At(at.host(), at.port(), config.ledger().mode()),
                kept.shelf(kept.folder().part("joining").resolve("letterbox.json")));
        var known = rooms.ledger();
        return new JoinDesk(self, known.admissions(), known.ledger(), environment.clock(), environment.random());
    }

    private static Routes api(
            NodeConfig config, Rooms rooms, JoinDesk desk, UseCases useCases, Environment environment) {
        var behind = new ApiRoutes.Behind(
                rooms.exchange().records(),
                new InternationalPatientSummary(config.id(), config.organization()),
                new ApiRoutes.OfPatients(
                        rooms.ledger().consents(),
                        rooms.access().ways().keys(),
                        rooms.exchange().releasing().receipts(),
                        rooms.ledger().logs(),
                        environment.random()),
                new ApiRoutes.OfResearch(
                        rooms.research().studies(),
                        rooms.research().office(),
                        rooms.research().accounts(),
                        rooms.research().participations()),
                rooms.ledger().members(),
                new ApiRoutes.Incoming(rooms.feeds().ingest(), rooms.feeds().replays()),
                new ApiRoutes.Starting(
                        rooms.access().smart().launches(),
                        rooms.exchange().releasing().gate(),
                        config.organization()),
                upkeep(config, rooms, environment),
                new ApiRoutes.OfTerminology(
                        new StewardRecord(rooms.kept().terminology()), rooms.terms(), Terms.epochs(rooms)),
                desk);
        var calls = new Calls(rooms.access().tokens(), ApiRoutes.WHO_MAY, useCases);
        return new ApiRoutes(calls, behind, environment.clock());
    }
}
