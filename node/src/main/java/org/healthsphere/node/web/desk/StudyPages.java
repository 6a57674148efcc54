package org.healthsphere.node.web.desk;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Outcome;

/** The researcher's pages. A form is good for one question: sent twice it spends the budget once. */
public final class StudyPages {
    private static final Duration TIME_TO_ASK = Duration.ofHours(10);

    private final ResearchPages research;
    private final Handles<Boolean> once;

    public StudyPages(ResearchPages research, SecureRandom random, InstantSource clock) {
        this.research = research;
        this.once = new Handles<>(TIME_TO_ASK, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.RESEARCH, visit -> shown(visit, Reply.OK, CohortForm.EMPTY));
        server.mount(router, Addresses.ASK, this::ask);
        server.mount(router, Addresses.RELEASE, this::release);
        server.mount(router, Addresses.CERTIFICATE, this::certificate);
    }

    private Reply shown(Visit visit, int status, CohortForm form) {
        var asking = visit.asking();
        return Reply.of(research.budget(asking)
                .then(budget -> research.releases(asking)
                        .map(releases -> new Reply.Page(
                                status,
                                "desk/research",
                                new StudyView(
                                        research.choices(),
                                        budget,
                                        releases,
                                        form,
                                        once.give(visit.reader(), true))))));
    }

    private Reply ask(Visit visit) {
        var form = CohortForm.of(visit.form(), research.choices());
        return switch (form.question()) {
            case Outcome.Failure<CohortQuestion> _ -> shown(visit, Reply.UNPROCESSABLE, form);
            case Outcome.Success<CohortQuestion>(var question) -> asked(visit, question);
        };
    }

    private Reply asked(Visit visit, CohortQuestion question) {
        if (once.take(visit.reader(), visit.form().raw("once")).isEmpty()) {
            return Reply.seeOther(Addresses.RESEARCH.path());
        }
        return Reply.of(research.ask(visit.asking(), question)
                .map(release -> Reply.seeOther(Addresses.RESEARCH.path() + "/" + release.id())));
    }

    private Reply release(Visit visit) {
        return Reply.of(research.release(visit.asking(), visit.part("release"))
                .map(release -> Reply.page("desk/release", release)));
    }

    private Reply certificate(Visit visit) {
        return Reply.of(
                research.certificate(visit.asking(), visit.part("release")).map(Reply.Attachment::new));
    }
}
