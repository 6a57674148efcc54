package org.healthsphere.node.web.start;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.passkeys.Creation;
import org.healthsphere.node.passkeys.Passkey;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.node.web.account.CreationView;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;

/** The way in for patients who have no passkey, or none any more: a code of the hospital's desk, with which they make one. */
public final class CodePages {
    private static final Duration TIME_TO_MAKE = Duration.ofMinutes(10);
    private static final int MOST = 10_000;
    private static final int WRONG = 401;
    private static final int TOO_MANY = 429;

    private final PatientKeys keys;
    private final Ways ways;
    private final Sessions sessions;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Cache<String, Begun> begun =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** Somebody has shown a good code, at this browser. */
    private record Begun(String code, String name, Creation creation, String browser, Instant until) {}

    public CodePages(Ways ways, Sessions sessions, SecureRandom random, InstantSource clock) {
        this.keys = ways.keys();
        this.ways = ways;
        this.sessions = sessions;
        this.random = random;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.CODE, _ -> code(Reply.OK, ""));
        server.mount(router, Addresses.TRY_CODE, this::shown);
        server.mount(router, Addresses.MAKE_BY_CODE, this::made);
    }

    private static Reply code(int status, String problem) {
        return new Reply.Page(status, "start/code", new CodeView(problem));
    }

    private static Reply refused(Fault fault) {
        return switch (fault) {
            case Fault.TooMany _ -> code(TOO_MANY, "many");
            case Fault.Conflict _ -> code(Reply.UNPROCESSABLE, "most");
            case Fault.Unavailable _, Fault.Timeout _ -> new Reply.Refusal(fault);
            case Fault.NotFound _,
                    Fault.Gone _,
                    Fault.Unauthenticated _,
                    Fault.Forbidden _,
                    Fault.Invalid _,
                    Fault.Unprocessable _,
                    Fault.VersionMismatch _,
                    Fault.TooCostly _ -> code(WRONG, "wrong");
        };
    }

    private Reply shown(Visit visit) {
        var code = visit.form().text("code").orElse("");
        var shown = keys.holderOf(code, from(visit))
                .then(holder -> keys.creation(holder.patient(), holder.name())
                        .map(creation -> new Begun(
                                code,
                                holder.name(),
                                creation,
                                visit.context().browser(),
                                clock.instant().plus(TIME_TO_MAKE))));
        return switch (shown) {
            case Outcome.Success<Begun>(var known) -> asked(known, "");
            case Outcome.Failure<Begun>(var fault) -> refused(fault);
        };
    }

    private Reply asked(Begun known, String problem) {
        var handle = RandomId.draw(random);
        begun.put(handle, known);
        return new Reply.Page(
                problem.isEmpty() ? Reply.OK : Reply.UNPROCESSABLE,
                "account/creation",
                new CreationView(
                        Addresses.MAKE_BY_CODE.path(), handle, "[" + known.creation().options() + "]", problem));
    }

    private Reply made(Visit visit) {
        return taken(visit).map(known -> made(visit, known)).orElseGet(() -> code(WRONG, "wrong"));
    }

    private Optional<Begun> taken(Visit visit) {
        return Optional.ofNullable(begun.asMap().remove(visit.form().raw("creation")))
                .filter(known -> known.browser().equals(visit.context().browser())
                        && clock.instant().isBefore(known.until()));
    }

    private Reply made(Visit visit, Begun known) {
        var form = visit.form();
        var response = new Response(form.raw("answer"), form.text("name").orElse(""));
        return switch (keys.makeByCode(known.code(), known.creation(), response, from(visit))) {
            case Outcome.Success<Passkey>(var passkey) -> entered(known, passkey);
            case Outcome.Failure<Passkey>(Fault.Unauthenticated _)
            when keys.holderOf(known.code(), from(visit)) instanceof Outcome.Success -> asked(known, "refused");
            case Outcome.Failure<Passkey>(var fault) -> refused(fault);
        };
    }

    private Reply entered(Begun known, Passkey passkey) {
        var user = ways.users().ofPatient(known.creation().patient(), known.name());
        var opened = sessions.open(user, Proven.by(passkey.id(), clock.instant()));
        return new Reply.SeeOther(Addresses.ACCOUNT.path() + "?done=made", new Ticket.Hand(opened.secret()));
    }

    private static From from(Visit visit) {
        return new From(visit.context().address(), visit.context().correlation());
    }
}
