package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Session.Acting;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.delegates.Delegates;
import org.healthsphere.node.delegates.Delegates.Invitation;
import org.healthsphere.node.delegates.Delegation;
import org.healthsphere.node.delegates.Delegation.Names;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;

/** Who acts for a patient, and for whom he acts himself. */
public final class HelperPages {
    private final Delegates delegates;
    private final Sessions sessions;
    private final ZoneId zone;
    private final InstantSource clock;

    public HelperPages(Delegates delegates, Sessions sessions, ZoneId zone, InstantSource clock) {
        this.delegates = delegates;
        this.sessions = sessions;
        this.zone = zone;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.HELPERS, visit -> page(visit, Reply.OK, "", Optional.empty()));
        server.mount(router, Addresses.INVITE_HELPER, this::invite);
        server.mount(router, Addresses.ACCEPT_HELP, this::accept);
        server.mount(router, Addresses.END_HELP, this::end);
        server.mount(router, Addresses.ACT, this::act);
        server.mount(router, Addresses.ACT_NO_MORE, visit -> {
            var opened = sessions.back(visit.reader(), himself(visit.reader()));
            return new Reply.SeeOther(Addresses.ME.path(), new Ticket.Hand(opened.secret()));
        });
    }

    /** The reader in his own name, also while he acts for another. */
    private Requester himself(Session session) {
        var requester = session.caller().requester();
        return delegates
                .behind(requester.subject())
                .flatMap(Delegation::delegate)
                .map(own -> new Requester(requester.member(), own, requester.role()))
                .orElse(requester);
    }

    private Reply page(Visit visit, int status, String problem, Optional<Invitation> invitation) {
        var me = himself(visit.reader()).subject();
        var view = new HelpersView(
                delegates.of(me),
                delegates.by(me),
                new HelpersView.Moment(clock.instant(), problem, visit.done()),
                invitation);
        return new Reply.Page(status, "me/helpers", view);
    }

    /** The code is on this page and nowhere else: who leaves it invites anew. */
    private Reply invite(Visit visit) {
        var name = visit.form().text("name");
        var until = visit.form().date("until").filter(visit.messages().today()::isBefore);
        if (name.isEmpty() || until.isEmpty()) {
            return page(visit, Reply.UNPROCESSABLE, name.isEmpty() ? "name" : "until", Optional.empty());
        }
        var end = until.get().plusDays(1).atStartOfDay(zone).toInstant();
        var names = new Names(visit.reader().name(), name.get());
        return Reply.of(delegates
                .invite(
                        himself(visit.reader()).subject(),
                        names,
                        end,
                        visit.context().correlation())
                .map(invitation -> page(visit, Reply.OK, "", Optional.of(invitation))));
    }

    private Reply accept(Visit visit) {
        var code = visit.form().text("code").orElse("");
        return switch (delegates.accept(
                himself(visit.reader()).subject(), code, visit.context().correlation())) {
            case Outcome.Success<Delegation> _ -> Reply.seeOther(Addresses.HELPERS.path() + "?done=accepted");
            case Outcome.Failure<Delegation>(Fault.NotFound _) ->
                page(visit, Reply.UNPROCESSABLE, "code", Optional.empty());
            case Outcome.Failure<Delegation>(var fault) -> new Reply.Refusal(fault);
        };
    }

    private Reply end(Visit visit) {
        var by = himself(visit.reader());
        return Reply.of(delegates
                .end(by, visit.part("delegation"), visit.context().correlation())
                .map(_ -> Reply.seeOther(Addresses.HELPERS.path() + "?done=helpEnded")));
    }

    private Reply act(Visit visit) {
        return Reply.of(delegates.by(himself(visit.reader()).subject()).stream()
                .filter(delegation -> delegation.id().equals(visit.part("delegation")))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("delegation")))
                .map(delegation -> about(visit, delegation)));
    }

    private Reply about(Visit visit, Delegation delegation) {
        var acting = new Acting(delegation.names().patient(), delegation.decides());
        var opened = sessions.about(visit.reader(), delegates.acting(delegation), delegation.patient(), acting);
        return new Reply.SeeOther(Addresses.ME.path(), new Ticket.Hand(opened.secret()));
    }
}
