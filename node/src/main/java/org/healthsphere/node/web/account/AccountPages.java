package org.healthsphere.node.web.account;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.access.Proven.Way;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.passkeys.Creation;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.start.Ways;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The pages of one's own account. */
public final class AccountPages {
    private static final Duration TIME_TO_MAKE = Duration.ofMinutes(10);
    private static final int WRONG = 401;
    private static final int TOO_MANY = 429;

    private final Ways ways;
    private final PatientKeys keys;
    private final SignIn signIn;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Handles<Creation> creations;

    public AccountPages(Ways ways, Sessions sessions, SecureRandom random, InstantSource clock) {
        this.ways = ways;
        this.keys = ways.keys();
        this.signIn = ways.signIn();
        this.sessions = sessions;
        this.clock = clock;
        this.creations = new Handles<>(TIME_TO_MAKE, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.ACCOUNT, visit -> account(visit, ""));
        server.mount(router, Addresses.EVERYWHERE, this::everywhere);
        server.mount(router, Addresses.CONFIRM, this::confirm);
        server.mount(router, Addresses.CONFIRM_BY_PASSWORD, this::byPassword);
        server.mount(router, Addresses.CONFIRM_BY_PASSKEY, this::byPasskey);
        server.mount(router, Addresses.PASSWORD, this::changePassword);
        server.mount(router, Addresses.NEW_PASSKEY, this::create);
        server.mount(router, Addresses.MADE_PASSKEY, this::made);
        server.mount(router, Addresses.NAME_PASSKEY, this::name);
        server.mount(router, Addresses.REMOVE_PASSKEY, this::remove);
    }

    private Reply account(Visit visit, String problem) {
        var session = visit.reader();
        var caller = session.caller();
        var view = new AccountView(
                caller.patient().map(keys::of).orElseGet(List::of),
                caller.patient().filter(keys::has).isPresent(),
                session.proven().way(),
                sessions.count(caller.requester()),
                visit.done(),
                problem);
        return new Reply.Page(problem.isEmpty() ? Reply.OK : Reply.UNPROCESSABLE, "account/account", view);
    }

    /** Wherever he sits, here too. */
    private Reply everywhere(Visit visit) {
        var _ = sessions.closeAll(visit.reader().caller().requester());
        return new Reply.SeeOther(Addresses.LANDING.path(), new Ticket.Take());
    }

    private static From from(Visit visit) {
        return new From(visit.context().address(), visit.context().correlation());
    }

    private static String patient(Visit visit) {
        return visit.reader().caller().patient().orElseThrow();
    }

    // Proving anew who one is

    private Reply confirm(Visit visit) {
        var way = visit.reader().proven().way();
        return way == Way.PROVIDER
                ? Reply.seeOther(Addresses.CONFIRM_BY_PROVIDER.path() + "?next="
                        + visit.context().next().orElse(Addresses.ACCOUNT.path()))
                : Reply.page("account/confirm", question(visit, visit.context().next()));
    }

    private ConfirmView question(Visit visit, Optional<String> next) {
        var way = visit.reader().proven().way();
        return ConfirmView.first(way, way == Way.PASSKEY ? "[" + keys.question() + "]" : "", next);
    }

    private Reply byPassword(Visit visit) {
        var next = visit.form().text("next").filter(Addresses::isNext);
        var session = visit.reader();
        var answer = signIn.attempt(
                visit.form().text("login").orElse(""),
                new Password(visit.form().raw("password")),
                visit.context().address());
        return switch (answer) {
            case SignIn.Answer.Welcome(var user)
            when sessions.isOf(session, user) ->
                renewed(session, Proven.by(Way.PASSWORD, clock.instant()), next);
            case SignIn.Answer.Welcome _, SignIn.Answer.Wrong _ -> {
                ways.notes().refused(visit);
                yield again(visit, WRONG, "wrong", next);
            }
            case SignIn.Answer.Locked _, SignIn.Answer.Busy _ -> again(visit, TOO_MANY, "locked", next);
        };
    }

    /** With the old one, and everybody who sits elsewhere under this name is signed out: one of them may be why it is changed. */
    private Reply changePassword(Visit visit) {
        var form = visit.form();
        var session = visit.reader();
        var answer = signIn.attempt(
                form.text("login").orElse(""), new Password(form.raw("password")), visit.context().address());
        if (!(answer instanceof SignIn.Answer.Welcome(var user) && sessions.isOf(session, user))) {
            ways.notes().refused(visit);
            return account(visit, "wrong");
        }
        if (ways.users().change(user, new Password(form.raw("new"))) instanceof Outcome.Failure) {
            return account(visit, "password.bad");
        }
        var proven = Proven.by(Way.PASSWORD, clock.instant());
        var _ = sessions.closeAll(session.caller().requester());
        return new Reply.SeeOther(
                Addresses.ACCOUNT.path() + "?done=password",
                new Ticket.Hand(sessions.renew(session, proven).secret()));
    }

    private Reply byPasskey(Visit visit) {
        var next = visit.form().text("next").filter(Addresses::isNext);
        var proved = keys.prove(patient(visit), visit.form().raw("answer"), from(visit));
        return switch (proved) {
            case Outcome.Success(var answered) ->
                renewed(visit.reader(), Proven.by(answered.passkey().id(), clock.instant()), next);
            case Outcome.Failure(Fault.TooMany _) -> again(visit, TOO_MANY, "locked", next);
            case Outcome.Failure _ -> again(visit, WRONG, "passkey", next);
        };
    }

    private Reply again(Visit visit, int status, String problem, Optional<String> next) {
        return new Reply.Page(status, "account/confirm", question(visit, next).with(problem));
    }

    private Reply renewed(Session session, Proven proven, Optional<String> next) {
        var opened = sessions.renew(session, proven);
        return new Reply.SeeOther(next.orElse(Addresses.ACCOUNT.path()), new Ticket.Hand(opened.secret()));
    }

    // Passkeys

    /** Who has none yet makes the first with a code of the hospital's desk: a password that was guessed must not become a passkey. */
    private Reply create(Visit visit) {
        if (!keys.has(patient(visit))) {
            return Reply.seeOther(Addresses.CODE.path());
        }
        return switch (keys.creation(patient(visit), visit.reader().name())) {
            case Outcome.Success<Creation>(var creation) -> creation(visit, creation, "");
            case Outcome.Failure<Creation> _ -> account(visit, "most");
        };
    }

    private Reply creation(Visit visit, Creation creation, String problem) {
        return new Reply.Page(
                problem.isEmpty() ? Reply.OK : Reply.UNPROCESSABLE,
                "account/creation",
                new CreationView(
                        Addresses.MADE_PASSKEY.path(),
                        creations.give(visit.reader(), creation),
                        "[" + creation.options() + "]",
                        problem));
    }

    private Reply made(Visit visit) {
        var form = visit.form();
        var response = new Response(form.raw("answer"), form.text("name").orElse(""));
        return creations
                .take(visit.reader(), form.raw("creation"))
                .filter(creation -> creation.patient().equals(patient(visit)) && keys.has(patient(visit)))
                .map(creation -> keys.make(creation, response, from(visit)) instanceof Outcome.Success
                        ? Reply.seeOther(Addresses.ACCOUNT.path() + "?done=made")
                        : creation(visit, creation, "refused"))
                .orElseGet(() -> Reply.seeOther(Addresses.ACCOUNT.path() + "?done=nothing"));
    }

    private Reply name(Visit visit) {
        return Reply.of(keys.rename(
                        patient(visit),
                        visit.part("passkey"),
                        visit.form().text("name").orElse(""))
                .map(_ -> Reply.seeOther(Addresses.ACCOUNT.path() + "?done=named")));
    }

    private Reply remove(Visit visit) {
        return switch (keys.remove(patient(visit), visit.part("passkey"), from(visit))) {
            case Outcome.Success _ -> Reply.seeOther(Addresses.ACCOUNT.path() + "?done=removed");
            case Outcome.Failure(Fault.Conflict _) -> account(visit, "last");
            case Outcome.Failure(var fault) -> new Reply.Refusal(fault);
        };
    }
}
