package org.healthsphere.node.web.start;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.openid.Asked;
import org.healthsphere.node.openid.Entered;
import org.healthsphere.node.openid.StaffProvider;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageHandler;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Reply.Ticket;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;

/** The way in for staff, where the hospital has a provider of identities; and everybody's way out, which may lead past it. */
public final class ProviderPages {
    private static final Duration TIME_TO_ARRIVE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final Ways ways;
    private final Sessions sessions;
    private final Stays stays;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Cache<String, Arrival> arrivals =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** What the provider sent along. */
    private record Arrival(Map<String, List<String>> parameters, Instant until) {}

    public ProviderPages(Ways ways, Sessions sessions, SecureRandom random, InstantSource clock) {
        this.ways = ways;
        this.sessions = sessions;
        this.stays = new Stays(random, clock);
        this.random = random;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.PROVIDER, with(this::signIn));
        server.mount(router, Addresses.CONFIRM_BY_PROVIDER, with(this::proveAnew));
        server.mountForVisitors(router, Addresses.PROVIDER_BACK, with(this::back));
        server.mount(router, Addresses.PROVIDER_ENTERED, with(this::entered));
        new LeavingPages(ways, sessions, stays).mount(server, router);
    }

    /** What a page does with the provider, where there is one. */
    private interface With {
        Reply handle(Visit visit, StaffProvider provider);
    }

    private PageHandler with(With page) {
        return visit -> ways.provider()
                .map(provider -> page.handle(visit, provider))
                .orElseGet(() -> new Reply.Refusal(new Fault.NotFound("page")));
    }

    private Reply signIn(Visit visit, StaffProvider provider) {
        return sent(visit, provider, new Asked(visit.context().next().orElse(""), Optional.empty()));
    }

    private Reply proveAnew(Visit visit, StaffProvider provider) {
        var next = visit.context().next().orElse(Addresses.ACCOUNT.path());
        return sent(visit, provider, new Asked(next, Optional.of(visit.reader().id())));
    }

    private static Reply sent(Visit visit, StaffProvider provider, Asked asked) {
        return Reply.of(provider.send(visit.context().browser(), asked).map(Reply::seeOther));
    }

    /**
     * A page of our own comes in between: a browser that comes from the provider brings no cookie along, and it would not be known who
     * comes back.
     */
    private Reply back(Visit visit, StaffProvider provider) {
        var handle = RandomId.draw(random);
        arrivals.put(handle, new Arrival(visit.form().fields(), clock.instant().plus(TIME_TO_ARRIVE)));
        return Reply.page("start/arrived", "/login/provider/" + handle);
    }

    private Reply entered(Visit visit, StaffProvider provider) {
        var arrival = Optional.ofNullable(arrivals.asMap().remove(visit.part("arrival")))
                .filter(known -> clock.instant().isBefore(known.until()));
        return arrival.map(known -> provider.enter(visit.context().browser(), known.parameters()))
                .map(outcome -> Reply.of(noted(visit, outcome.then(entered -> signedIn(visit, entered)))))
                .orElseGet(() -> new Reply.Refusal(new Fault.Gone("this way in")));
    }

    private Outcome<Reply> noted(Visit visit, Outcome<Reply> outcome) {
        if (outcome instanceof Outcome.Failure<Reply>) {
            ways.notes().refused(visit);
        }
        return outcome;
    }

    private Outcome<Reply> signedIn(Visit visit, Entered entered) {
        var staff = entered.staff();
        var user = ways.users().provided(staff.subject(), staff.name(), staff.role(), staff.practitioner());
        var proven = Proven.by(Proven.Way.PROVIDER, staff.proved());
        var asked = entered.asked();
        if (asked.session().isEmpty()) {
            return Outcome.of(ways.notes().in(user, visit, () -> {
                var opened = sessions.open(user, proven);
                stays.keep(opened.session(), entered.stay());
                return new Reply.SeeOther(place(asked, opened.session()), new Ticket.Hand(opened.secret()));
            }));
        }
        return visit.session()
                .filter(session -> session.id().equals(asked.session().get()) && sessions.isOf(session, user))
                .map(session -> sessions.renew(session, proven))
                .<Outcome<Reply>>map(opened -> {
                    stays.keep(opened.session(), entered.stay());
                    return Outcome.of(
                            new Reply.SeeOther(place(asked, opened.session()), new Ticket.Hand(opened.secret())));
                })
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("somebody else came back from the provider")));
    }

    private static String place(Asked asked, Session session) {
        return asked.next().isEmpty()
                ? Addresses.homeOf(session.caller().role()).path()
                : asked.next();
    }
}
