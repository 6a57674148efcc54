package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;

/** The pages of those who run the node. */
public final class OpsPages {
    private final OperatorPages operations;

    public OpsPages(OperatorPages operations) {
        this.operations = operations;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.HEALTH, this::health);
        server.mount(router, Addresses.MESSAGES, this::messages);
        server.mount(router, Addresses.REPLAY, this::replay);
        server.mount(router, Addresses.MEMBERS, this::members);
    }

    private Reply health(Visit visit) {
        return Reply.of(operations.health(visit.asking()).map(health -> {
            var checks = Check.of(health, visit.messages().now());
            return Reply.page("ops/health", new HealthView(health, checks));
        }));
    }

    private Reply messages(Visit visit) {
        return Reply.of(operations
                .messages(visit.asking())
                .then(counts -> operations
                        .quarantine(visit.asking())
                        .map(quarantine ->
                                Reply.page("ops/messages", new MessagesView(counts, quarantine, visit.done())))));
    }

    private Reply replay(Visit visit) {
        return Reply.of(operations
                .replay(visit.asking(), visit.part("message"))
                .map(replayed -> Reply.seeOther(Addresses.MESSAGES.path() + "?done="
                        + switch (replayed) {
                            case STORED -> "stored";
                            case STILL_QUARANTINED -> "quarantined";
                        })));
    }

    private Reply members(Visit visit) {
        return Reply.of(
                operations.members(visit.asking()).map(members -> Reply.page("ops/members", new MembersView(members))));
    }
}
