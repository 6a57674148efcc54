package org.healthsphere.node;

import java.time.ZoneId;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.portal.Portal;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.web.WebPages;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Site;

/** The pages for people, joined to the rooms behind them. */
final class Pages {
    private Pages() {}

    static WebPages of(NodeConfig config, Rooms rooms, UseCases useCases, Environment environment) {
        var zone = ZoneId.systemDefault();
        var site = new Site(config.organization(), zone, config.demoAccounts());
        var access = rooms.access();
        var parts = new PageServer.Parts(site, useCases, access.sessions(), environment.clock(), environment.random());
        return new WebPages(parts, access.signIn(), ports(config, rooms, zone, environment), access.smart());
    }

    private static WebPages.Ports ports(NodeConfig config, Rooms rooms, ZoneId zone, Environment environment) {
        var kept = rooms.kept();
        var known = rooms.ledger();
        var releasing = rooms.exchange().releasing();
        var research = rooms.research();
        var told = kept.releases("releases/told");
        return new Portal(config, rooms.identity(), zone, environment.clock(), environment.random())
                .ports(
                        new Portal.Kept(
                                kept.store(),
                                kept.index(),
                                kept.auditOfAll(),
                                rooms.access().users(),
                                id -> rooms.access().smart().apps().find(id).map(App::name)),
                        new Portal.Known(
                                known.members(),
                                known.consents(),
                                known.view(),
                                known.logs(),
                                rooms.feeds().ingest(),
                                rooms.contacts()),
                        new Portal.Released(
                                releasing.gate(),
                                rooms.exchange().records(),
                                releasing.glass(),
                                releasing.receipts(),
                                new Stewardship(
                                        kept.store(),
                                        rooms.exchange().linking().register(),
                                        kept.audit(),
                                        rooms.exchange().linking().doubts(),
                                        environment.clock())),
                        new Portal.Studying(
                                research.studies(),
                                research.office(),
                                research.accounts(),
                                research.keys(),
                                told,
                                kept.terminology()));
    }
}
