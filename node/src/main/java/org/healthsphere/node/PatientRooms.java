package org.healthsphere.node;

import org.healthsphere.node.cases.Cases;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.links.SharedLinks;

/** What patients give away and what they question. */
record PatientRooms(SharedLinks links, Cases cases) {

    static PatientRooms open(NodeConfig config, Rooms rooms, Environment environment) {
        var kept = rooms.kept();
        var identity = rooms.identity();
        var links = new SharedLinks(
                identity.id(),
                new SharedLinks.Places(rooms.access().origin(), config.portal().viewer()),
                new SharedLinks.Kept(kept.store(), identity.secretBox("shared links"), kept.audit()),
                environment.clock(),
                environment.random());
        var cases = new Cases(
                kept.store(), identity.secretBox("cases"), kept.audit(), environment.clock(), environment.random());
        return new PatientRooms(links, cases);
    }
}
