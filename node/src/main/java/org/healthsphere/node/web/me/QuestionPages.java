package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.util.List;
import org.healthsphere.node.cases.Case;
import org.healthsphere.node.cases.Case.About;
import org.healthsphere.node.cases.Cases;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Who looked, what a law permits, and the way to question it. */
public final class QuestionPages {
    private static final int SHORTEST = 10;

    private final PatientPages patients;
    private final Cases cases;

    public QuestionPages(PatientPages patients, Cases cases) {
        this.patients = patients;
        this.cases = cases;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.LOOKED, this::looked);
        server.mount(router, Addresses.QUESTION, visit -> question(visit, Reply.OK, "", ""));
        server.mount(router, Addresses.ASK_STEWARD, this::ask);
    }

    private Reply looked(Visit visit) {
        return Reply.of(patients.laws(visit.asking())
                .then(laws -> patients.looked(visit.asking())
                        .map(looks -> Reply.page("me/looked", new LookedView(laws, looks, of(visit), visit.done())))));
    }

    private List<Case> of(Visit visit) {
        return visit.reader().caller().patient().map(cases::of).orElse(List.of());
    }

    private Reply question(Visit visit, int status, String words, String problem) {
        return Reply.of(
                look(visit).map(look -> new Reply.Page(status, "me/question", new QuestionView(look, words, problem))));
    }

    private Outcome<Look> look(Visit visit) {
        return patients.looked(visit.asking())
                .then(looked -> looked.looks().stream()
                        .filter(look -> look.id().equals(visit.part("look")) && look.isByOthers())
                        .findFirst()
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound("look"))));
    }

    private Reply ask(Visit visit) {
        var words = visit.form().text("words").filter(text -> text.length() >= SHORTEST);
        if (words.isEmpty()) {
            return question(visit, Reply.UNPROCESSABLE, visit.form().raw("words"), "words");
        }
        var caller = visit.reader().caller();
        return Reply.of(look(visit)
                .then(look -> cases.ask(
                        caller.requester(),
                        caller.patient().orElseThrow(),
                        about(look),
                        words.get(),
                        visit.context().correlation()))
                .map(_ -> Reply.seeOther(Addresses.LOOKED.path() + "?done=questioned")));
    }

    private static About about(Look look) {
        return new About(
                look.id(),
                look.correlation(),
                look.who().name(),
                look.who().role(),
                new NodeId(look.who().hospital().id()),
                look.purpose(),
                look.what().stream().sorted().map(Category::name).toList(),
                look.at());
    }
}
