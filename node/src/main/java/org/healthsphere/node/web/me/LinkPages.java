package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.node.links.SharedLinks;
import org.healthsphere.node.links.SharedLinks.Given;
import org.healthsphere.node.links.SharedLinks.Wish;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Where a patient makes links by which others see his summary, and ends them. */
public final class LinkPages {
    private static final int SHORTEST_PASSCODE = 4;

    private final PatientPages patients;
    private final SharedLinks links;
    private final InstantSource clock;

    /** How long a link may last. */
    public enum Life {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        MONTH(Duration.ofDays(30));

        private final Duration time;

        Life(Duration time) {
            this.time = time;
        }

        static Optional<Life> of(String name) {
            return Arrays.stream(values()).filter(life -> life.name().equals(name)).findFirst();
        }
    }

    public LinkPages(PatientPages patients, SharedLinks links, InstantSource clock) {
        this.patients = patients;
        this.links = links;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.LINKS, visit -> page(visit, Reply.OK, LinksView.Filled.NOTHING));
        server.mount(router, Addresses.MAKE_LINK, this::make);
        server.mount(router, Addresses.OWN_LINK, this::show);
        server.mount(router, Addresses.END_LINK, this::end);
    }

    private Reply page(Visit visit, int status, LinksView.Filled filled) {
        return Reply.of(owner(visit)
                .map(patient -> new Reply.Page(
                        status, "me/links", new LinksView(links.of(patient), clock.instant(), filled, visit.done()))));
    }

    private Reply make(Visit visit) {
        var form = visit.form();
        var label = form.text("label");
        var life = Life.of(form.raw("life"));
        var passcode = form.text("passcode");
        var problem = label.isEmpty()
                ? "label"
                : life.isEmpty()
                        ? "life"
                        : passcode.filter(code -> code.length() < SHORTEST_PASSCODE).isPresent() ? "passcode" : "";
        if (!problem.isEmpty()) {
            return page(
                    visit,
                    Reply.UNPROCESSABLE,
                    new LinksView.Filled(label.orElse(""), life.orElse(Life.DAY), problem));
        }
        var wish = new Wish(label.orElseThrow(), clock.instant().plus(life.orElseThrow().time), passcode);
        return Reply.of(owner(visit)
                .then(patient -> patients.summary(visit.asking())
                        .then(summary -> links.make(
                                patient, wish, summary.content(), visit.context().correlation())))
                .map(given -> Reply.seeOther(
                        Addresses.LINKS.path() + "/" + given.link().id())));
    }

    private Reply show(Visit visit) {
        return Reply.of(owner(visit)
                .then(patient -> found(patient, visit.part("link")))
                .map(given -> Reply.page("me/link", new LinkView(given, QrSquare.of(given.address()), clock.instant()))));
    }

    private Outcome<Given> found(String patient, String id) {
        return links.find(patient, id)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("link")));
    }

    private Reply end(Visit visit) {
        return Reply.of(owner(visit)
                .then(patient ->
                        links.end(patient, visit.part("link"), visit.context().correlation()))
                .map(_ -> Reply.seeOther(Addresses.LINKS.path() + "?done=linkEnded")));
    }

    /** A link is the patient's own to give; nobody gives it for him. */
    private static Outcome<String> owner(Visit visit) {
        var caller = visit.reader().caller();
        return caller.patient()
                .filter(patient -> patient.equals(caller.requester().subject()))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("a link is the patient's own to give")));
    }
}
