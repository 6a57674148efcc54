package org.healthsphere.node.web.start;

import io.vertx.ext.web.Router;
import java.util.Optional;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;

/** The first page, signing in, signing out. */
public final class StartPages {
    private static final int WRONG = 401;
    private static final int TOO_MANY = 429;

    private final SignIn signIn;
    private final Sessions sessions;

    public StartPages(SignIn signIn, Sessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.LANDING, _ -> Reply.page("start/landing", Optional.empty()));
        server.mount(router, Addresses.LOGIN, this::login);
        server.mount(router, Addresses.SIGN_IN, this::signIn);
        server.mount(router, Addresses.SIGN_OUT, _ -> new Reply.SeeOther(Addresses.LANDING.path(), new Ticket.Take()));
    }

    private Reply login(Visit visit) {
        return visit.session()
                .map(StartPages::home)
                .map(Reply::seeOther)
                .orElseGet(() -> Reply.page(
                        "start/login", LoginView.first(visit.context().next())));
    }

    private Reply signIn(Visit visit) {
        var login = visit.form().text("login").orElse("");
        var password = new Password(visit.form().raw("password"));
        var next = visit.form().text("next").filter(Addresses::isReturn).orElse("");
        var answer = signIn.attempt(login, password, visit.context().address());
        return switch (answer) {
            case SignIn.Answer.Welcome(var user) -> {
                var opened = sessions.open(user);
                var place = next.isEmpty() ? home(opened.session()) : next;
                yield new Reply.SeeOther(place, new Ticket.Hand(opened.secret()));
            }
            case SignIn.Answer.Wrong _ -> again(WRONG, new LoginView(login, "wrong", Optional.empty(), next));
            case SignIn.Answer.Locked(var until) ->
                again(TOO_MANY, new LoginView(login, "locked", Optional.of(until), next));
            case SignIn.Answer.Busy _ -> again(TOO_MANY, new LoginView(login, "busy", Optional.empty(), next));
        };
    }

    private static Reply again(int status, LoginView view) {
        return new Reply.Page(status, "start/login", view);
    }

    private static String home(Session session) {
        return Addresses.homeOf(session.caller().role()).path();
    }
}
