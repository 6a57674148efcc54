package org.healthsphere.node.web.start;

import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.access.User;
import org.healthsphere.node.passkeys.Answered;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The first page, and signing in. */
public final class StartPages {
    private static final int WRONG = 401;
    private static final int TOO_MANY = 429;

    private final Ways ways;
    private final Sessions sessions;
    private final InstantSource clock;

    public StartPages(Ways ways, Sessions sessions, InstantSource clock) {
        this.ways = ways;
        this.sessions = sessions;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.LANDING, _ -> Reply.page("start/landing", Optional.empty()));
        server.mount(router, Addresses.LOGIN, this::login);
        server.mount(router, Addresses.SIGN_IN, this::signIn);
        server.mount(router, Addresses.LOGIN_BY_PASSKEY, this::byPasskey);
    }

    private Reply login(Visit visit) {
        return visit.session()
                .map(StartPages::home)
                .map(Reply::seeOther)
                .orElseGet(() -> again(
                        Reply.OK,
                        "",
                        "",
                        Optional.empty(),
                        visit.context().next().orElse("")));
    }

    private Reply signIn(Visit visit) {
        var login = visit.form().text("login").orElse("");
        var password = new Password(visit.form().raw("password"));
        var next = next(visit);
        var answer = ways.signIn().attempt(login, password, visit.context().address());
        return switch (answer) {
            case SignIn.Answer.Welcome(var user) ->
                ways.notes()
                        .in(user, visit, () -> entered(user, Proven.by(Proven.Way.PASSWORD, clock.instant()), next));
            case SignIn.Answer.Wrong _ -> refused(visit, WRONG, login, "wrong", Optional.empty());
            case SignIn.Answer.Locked(var until) -> refused(visit, TOO_MANY, login, "locked", Optional.of(until));
            case SignIn.Answer.Busy _ -> again(TOO_MANY, login, "busy", Optional.empty(), next);
        };
    }

    private Reply refused(Visit visit, int status, String login, String trouble, Optional<Instant> until) {
        ways.notes().refused(visit);
        return again(status, login, trouble, until, next(visit));
    }

    private Reply byPasskey(Visit visit) {
        var next = next(visit);
        var from = new From(visit.context().address(), visit.context().correlation());
        return switch (ways.keys().signIn(visit.form().raw("answer"), from)) {
            case Outcome.Success<Answered>(var answered) ->
                entered(
                        ways.users()
                                .ofPatient(answered.patient(), visit.messages().text("account.somebody")),
                        Proven.by(answered.passkey().id(), clock.instant()),
                        next);
            case Outcome.Failure<Answered>(Fault.TooMany _) -> again(TOO_MANY, "", "many", Optional.empty(), next);
            case Outcome.Failure<Answered> _ -> again(WRONG, "", "passkey", Optional.empty(), next);
        };
    }

    private Reply entered(User user, Proven proven, String next) {
        var opened = sessions.open(user, proven);
        var place = next.isEmpty() ? home(opened.session()) : next;
        return new Reply.SeeOther(place, new Ticket.Hand(opened.secret()));
    }

    private static String next(Visit visit) {
        return visit.form().text("next").filter(Addresses::isReturn).orElse("");
    }

    private Reply again(int status, String login, String trouble, Optional<Instant> until, String next) {
        var options = "[" + ways.keys().question() + "]";
        return new Reply.Page(
                status,
                "start/login",
                new LoginView(
                        login, trouble, until, next, options, ways.provider().isPresent()));
    }

    private static String home(Session session) {
        return Addresses.homeOf(session.caller().role()).path();
    }
}
