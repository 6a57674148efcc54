package org.healthsphere.node.web.start;

import io.vertx.ext.web.Router;
import java.util.Optional;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.openid.Left;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The way out. Who came in by the hospital's provider leaves it, too (OpenID Connect RP-Initiated Logout 1.0); and who leaves there has
 * left here (Back-Channel Logout 1.0).
 */
final class LeavingPages {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final Ways ways;
    private final Sessions sessions;
    private final Stays stays;

    LeavingPages(Ways ways, Sessions sessions, Stays stays) {
        this.ways = ways;
        this.sessions = sessions;
        this.stays = stays;
    }

    void mount(PageServer server, Router router) {
        server.mount(router, Addresses.SIGN_OUT, this::signOut);
        server.mount(router, Addresses.LEAVING, this::leaving);
        server.mountForVisitors(router, Addresses.LEFT_PROVIDER, this::left);
    }

    private Reply signOut(Visit visit) {
        var place = visit.session()
                .flatMap(this::away)
                .map(away -> "/logout/" + stays.leaving(away))
                .orElse(Addresses.LANDING.path());
        return new Reply.SeeOther(place, new Ticket.Take());
    }

    private Optional<String> away(Session session) {
        return stays.take(session).flatMap(stay -> ways.provider().flatMap(provider -> provider.leaving(stay)));
    }

    /** A page of our own comes in between: a form that is sent from here leads to no other place. */
    private Reply leaving(Visit visit) {
        return stays.place(visit.part("leaving"))
                .map(place -> Reply.page("start/leaving", place))
                .orElseGet(() -> Reply.seeOther(Addresses.LANDING.path()));
    }

    /** The provider itself says so, not a browser. */
    private Reply left(Visit visit) {
        Outcome<Left> left = ways.provider()
                .map(provider -> provider.left(visit.form().raw("logout_token")))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("page")));
        return switch (left) {
            case Outcome.Success<Left>(var said) -> {
                sessions.close(stays.ended(said));
                yield new Reply.Bare(OK);
            }
            case Outcome.Failure<Left> _ -> new Reply.Bare(BAD_REQUEST);
        };
    }
}
