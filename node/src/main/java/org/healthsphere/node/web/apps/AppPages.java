package org.healthsphere.node.web.apps;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.smart.Authorizations;
import org.healthsphere.node.smart.Authorizations.Arrival;
import org.healthsphere.node.smart.Authorizations.Question;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.smart.Smart;
import org.healthsphere.node.smart.Smart.Connected;
import org.healthsphere.node.web.desk.DeskPages;
import org.healthsphere.node.web.desk.FindView;
import org.healthsphere.node.web.desk.PatientHit;
import org.healthsphere.node.web.desk.PatientQuery;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.Origins;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/** Where apps send people to be asked, and where people see and end what they connected. */
public final class AppPages {
    private static final Duration TIME_TO_CHOOSE = Duration.ofMinutes(10);
    private static final int BAD_REQUEST = 400;

    private final Smart smart;
    private final Authorizations authorizations;
    private final DeskPages desk;
    private final Handles<PatientHit> found;

    public AppPages(Smart smart, DeskPages desk, SecureRandom random, InstantSource clock) {
        this.smart = smart;
        this.authorizations = smart.authorizations();
        this.desk = desk;
        this.found = new Handles<>(TIME_TO_CHOOSE, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mountForVisitors(router, Addresses.AUTHORIZE, this::arrive);
        server.mountForVisitors(router, Addresses.AUTHORIZE_BY_FORM, this::arrive);
        server.mount(router, Addresses.ASKED, visit -> asked(visit, AskView.Search.NONE));
        server.mount(router, Addresses.ANSWER, this::answer);
        server.mount(router, Addresses.CHOOSE, this::choose);
        server.mount(router, Addresses.APPS, this::apps);
        server.mount(router, Addresses.DISCONNECT, this::disconnect);
        server.mount(router, Addresses.OPEN_APP, this::open);
    }

    /**
     * A page of our own comes in between: a browser that comes from another site brings no cookie along, and whoever is signed in
     * would be asked to sign in again.
     */
    private Reply arrive(Visit visit) {
        return switch (authorizations.arrive(visit.form().fields())) {
            case Arrival.Question(var request) -> Reply.page("apps/arrived", "/authorize/" + request);
            case Arrival.Back(var url) -> Reply.seeOther(url);
            case Arrival.Stay(var ground) -> new Reply.Page(BAD_REQUEST, "apps/lost", ground);
        };
    }

    private Reply asked(Visit visit, AskView.Search search) {
        var request = visit.part("request");
        return question(visit)
                .map(question -> (Reply) new Reply.Page(
                        search.problem().isEmpty() ? Reply.OK : Reply.UNPROCESSABLE,
                        "apps/ask",
                        new AskView(
                                request,
                                question,
                                new Wanted(question.resources()).choices(),
                                isPatient(visit),
                                search),
                        List.of(Origins.of(question.redirect()))))
                .orElseGet(AppPages::gone);
    }

    private Optional<Question> question(Visit visit) {
        return authorizations.question(visit.part("request"), visit.reader());
    }

    private static boolean isPatient(Visit visit) {
        return visit.reader().caller().role() == Role.PATIENT;
    }

    private static Reply gone() {
        return Reply.of(Outcome.failed(new Fault.Gone("this question")));
    }

    /** Whose record it shall be: found as at the desk, under the clinician's own rights. */
    private Reply choose(Visit visit) {
        var form = visit.form();
        var query = new PatientQuery(form.text("name"), form.date("born"), form.text("number"));
        if (query.isEmpty()) {
            return asked(visit, new AskView.Search(query, Optional.empty(), "empty"));
        }
        return Reply.of(desk.find(visit.asking(), query)
                .map(hits -> asked(
                        visit,
                        new AskView.Search(
                                query,
                                Optional.of(hits.stream()
                                        .map(hit -> new FindView.Hit(found.give(visit.reader(), hit), hit.person()))
                                        .toList()),
                                ""))));
    }

    private Reply answer(Visit visit) {
        var request = visit.part("request");
        if (!visit.form().raw("answer").equals("allow")) {
            return left(authorizations.decline(
                    request, visit.reader(), visit.context().correlation()));
        }
        return question(visit)
                .map(question -> left(authorizations.allow(
                        request,
                        visit.reader(),
                        said(visit, question),
                        visit.context().correlation())))
                .orElseGet(AppPages::gone);
    }

    private Authorizations.Answer said(Visit visit, Question question) {
        var form = visit.form();
        var chosen = found.find(visit.reader(), form.raw("patient")).map(PatientHit::patient);
        Set<String> granted = new Wanted(question.resources()).granted(form.all("kind"));
        return new Authorizations.Answer(
                granted, form.raw("identity").equals("yes"), form.raw("stays").equals("yes"), chosen);
    }

    private static Reply left(Outcome<String> place) {
        return Reply.of(place.map(Reply::seeOther));
    }

    private Reply apps(Visit visit) {
        var entries = smart.connected(person(visit)).stream()
                .map(connected -> new AppsView.Entry(connected, choices(connected)))
                .toList();
        var startable = smart.launches().startable();
        return new Reply.Page(
                Reply.OK, "apps/apps", new AppsView(entries, startable, visit.done()), Origins.of(startable));
    }

    private static List<Wanted.Choice> choices(Connected connected) {
        return new Wanted(connected.connection().resources()).choices();
    }

    private static Person person(Visit visit) {
        var requester = visit.reader().caller().requester();
        return new Person(requester.subject(), requester.role());
    }

    private Reply disconnect(Visit visit) {
        return Reply.of(smart.disconnect(
                        person(visit), visit.part("connection"), visit.context().correlation())
                .map(_ -> Reply.seeOther(Addresses.APPS.path() + "?done=disconnected")));
    }

    private Reply open(Visit visit) {
        var patient = visit.reader().caller().patient().orElseThrow();
        return Reply.of(smart.launches()
                .start(visit.part("app"), person(visit).subject(), patient, Optional.empty())
                .map(started -> Reply.seeOther(started.url())));
    }
}
