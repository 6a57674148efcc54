package org.healthsphere.node;

import java.time.Duration;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.directory.CareDirectory;
import org.healthsphere.node.directory.Listings;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.specs.Deadline;

/** Who works where: what this hospital lists, and what all members do. */
final class ServiceListing {
    private static final Duration ANSWERED_IN = Duration.ofSeconds(5);

    private ServiceListing() {}

    /** What other members are answered. */
    static Listings own(Rooms rooms) {
        var exchange = rooms.exchange();
        return new Listings(rooms.identity().id(), exchange.releasing().gate(), exchange.correspondence()::newId);
    }

    static CareDirectory everywhere(Rooms rooms, NodeConfig config, Environment environment) {
        var letters = rooms.exchange().correspondence();
        var line = new CareDirectory.Line(
                rooms.ledger().members(),
                calls -> letters.carry(
                        Kind.DIRECTORY, rooms.contacts(), calls, Deadline.in(ANSWERED_IN, environment.clock())));
        return new CareDirectory(config.id(), own(rooms), line, "https://" + config.http() + "/directory");
    }
}
