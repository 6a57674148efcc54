package org.healthsphere.node.web.desk;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.web.desk.StudiesPages.Format;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The pages about studies, of researchers and of stewards. */
public final class StudiesRoom {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    private final StudiesPages studies;

    public StudiesRoom(StudiesPages studies) {
        this.studies = studies;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.STUDIES, visit -> shown(visit, Reply.OK, ExampleStudy.text(), List.of()));
        server.mount(router, Addresses.PROPOSE, this::propose);
        server.mount(router, Addresses.STUDY, this::study);
        server.mount(router, Addresses.RUN, this::run);
        server.mount(router, Addresses.RESULT, this::result);
        server.mount(router, Addresses.EXPORT, this::export);
        server.mount(router, Addresses.PROPOSALS, this::proposals);
        server.mount(router, Addresses.DECIDE, this::decide);
    }

    private Reply shown(Visit visit, int status, String draft, List<String> problems) {
        return new Reply.Page(
                status, "desk/studies", new StudiesView(studies.studies(visit.asking()), draft, problems));
    }

    private Reply propose(Visit visit) {
        var draft = visit.form().raw("document");
        return switch (studies.propose(visit.asking(), Bytes.utf8(draft))) {
            case Outcome.Success<String>(var id) -> Reply.seeOther(Addresses.STUDIES.path() + "/" + id);
            case Outcome.Failure<String>(Fault.Invalid(var problems)) ->
                shown(
                        visit,
                        Reply.UNPROCESSABLE,
                        draft,
                        problems.stream().map(Problem::toString).toList());
            case Outcome.Failure<String>(var fault) -> new Reply.Refusal(fault);
        };
    }

    private Reply study(Visit visit) {
        return Reply.of(
                studies.study(visit.asking(), visit.part("study")).map(sheet -> Reply.page("desk/study", sheet)));
    }

    private Reply run(Visit visit) {
        return Reply.of(number(visit)
                .then(number -> studies.run(visit.asking(), visit.part("study"), number))
                .map(sheet -> Reply.seeOther(Addresses.STUDIES.path() + "/" + sheet.study() + "/"
                        + sheet.analysis().number())));
    }

    private Reply result(Visit visit) {
        return Reply.of(number(visit)
                .then(number -> studies.result(visit.asking(), visit.part("study"), number))
                .map(sheet -> Reply.page("desk/result", sheet)));
    }

    private Reply export(Visit visit) {
        var format = Optional.of(visit.part("format"))
                .filter(List.of("certificate", "csv", "r", "python")::contains)
                .map(name -> Format.valueOf(name.toUpperCase(Locale.ROOT)));
        return Reply.of(format.map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such a form of the result")))
                .then(form ->
                        number(visit).then(number -> studies.export(visit.asking(), visit.part("study"), number, form)))
                .map(Reply.Attachment::new));
    }

    private static Outcome<Integer> number(Visit visit) {
        return NUMBER.matcher(visit.part("analysis")).matches()
                ? Outcome.of(Integer.valueOf(visit.part("analysis")))
                : Outcome.failed(new Fault.NotFound("such an analysis"));
    }

    private Reply proposals(Visit visit) {
        return Reply.of(studies.spending(visit.asking())
                .map(spending ->
                        Reply.page("ops/studies", new ProposalsView(studies.proposals(visit.asking()), spending))));
    }

    private Reply decide(Visit visit) {
        var approve = visit.form().raw("decision").equals("approve");
        return Reply.of(studies.decide(visit.asking(), visit.part("plan"), approve)
                .map(_ -> Reply.seeOther(Addresses.PROPOSALS.path())));
    }
}
