package org.healthsphere.node;

import java.time.InstantSource;
import java.time.ZoneId;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.links.SharedLink;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.portal.Portal;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.web.WebPages;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Site;

/** The pages for people, joined to the rooms behind them. */
final class Pages {
    private Pages() {}

    static WebPages of(NodeConfig config, Rooms rooms, PatientRooms own, UseCases useCases, Environment environment) {
        var zone = ZoneId.systemDefault();
        var site = new Site(config.organization(), zone, config.demoAccounts());
        var access = rooms.access();
        var parts = new PageServer.Parts(site, useCases, access.sessions(), environment.clock(), environment.random());
        var portal = new Portal(config, rooms.identity(), zone, environment.clock(), environment.random());
        return new WebPages(
                parts,
                access.ways(),
                ports(portal, rooms, own, environment.clock()),
                new WebPages.Own(
                        own.links(),
                        own.cases(),
                        own.delegates(),
                        own::birth,
                        portal.names(rooms.ledger().members())),
                access.smart());
    }

    private static Portal.Named named(Rooms rooms, PatientRooms own) {
        return new Portal.Named(
                id -> rooms.access().smart().apps().find(id).map(App::name),
                id -> own.links().withId(id).map(SharedLink::label),
                subject -> own.delegates()
                        .behind(subject)
                        .map(delegation -> delegation.names().delegate()));
    }

    private static Stewardship stewardship(Rooms rooms, InstantSource clock) {
        var linking = rooms.exchange().linking();
        return new Stewardship(
                rooms.kept().store(), linking.register(), rooms.kept().audit(), linking.doubts(), clock);
    }

    private static WebPages.Ports ports(Portal portal, Rooms rooms, PatientRooms own, InstantSource clock) {
        var kept = rooms.kept();
        var known = rooms.ledger();
        var releasing = rooms.exchange().releasing();
        var research = rooms.research();
        return portal.ports(
                new Portal.Kept(
                        kept.store(),
                        kept.index(),
                        kept.auditOfAll(),
                        rooms.access().users(),
                        named(rooms, own),
                        own.delegates()::inForceBehind),
                new Portal.Known(
                        known.members(),
                        known.consents(),
                        rooms.access().ways().keys(),
                        known.view(),
                        known.logs(),
                        rooms.feeds().incoming(),
                        rooms.contacts()),
                new Portal.Released(
                        releasing.gate(),
                        rooms.exchange().records(),
                        releasing.glass(),
                        releasing.receipts(),
                        stewardship(rooms, clock),
                        rooms.handing().handovers()),
                studying(research, kept),
                new Portal.Curating(
                        kept.terminology(),
                        kept.folder().part("terminology"),
                        kept.shelf(kept.folder().part("terminology").resolve("curation.json"))));
    }

    private static Portal.Studying studying(Research research, Kept kept) {
        return new Portal.Studying(
                research.studies(),
                research.office(),
                research.accounts(),
                research.keys(),
                kept.releases("releases/told"),
                research.participations(),
                kept.terminology());
    }
}
