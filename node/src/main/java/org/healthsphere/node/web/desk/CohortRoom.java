package org.healthsphere.node.web.desk;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Form;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The page on which a researcher builds a cohort, step by step. What was built so far travels with the form. */
public final class CohortRoom {
    private static final Pattern STEP = Pattern.compile("without-([0-9]{1,2})");

    private final CohortPages cohorts;
    private final StudiesPages studies;

    public CohortRoom(CohortPages cohorts, StudiesPages studies) {
        this.cohorts = cohorts;
        this.studies = studies;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.COHORT, visit -> page(visit, Reply.OK, Optional.empty(), List.of()));
        server.mount(router, Addresses.BUILD, this::build);
    }

    private Reply build(Visit visit) {
        var form = visit.form();
        var document = Bytes.utf8(form.raw("cohort"));
        var action = form.raw("action");
        var step = STEP.matcher(action);
        if (action.equals("find")) {
            return page(visit, Reply.OK, sheet(document), List.of());
        }
        if (action.equals("study")) {
            return new Reply.Page(
                    Reply.OK,
                    "desk/studies",
                    new StudiesView(studies.studies(visit.asking()), cohorts.study(document), List.of()));
        }
        if (step.matches()) {
            return done(visit, document, cohorts.without(document, Integer.parseInt(step.group(1))));
        }
        return switch (action) {
            case "count" -> done(visit, document, cohorts.counted(visit.asking(), document));
            case "import" ->
                done(visit, document, cohorts.imported(form.raw("language"), Bytes.utf8(form.raw("document"))));
            default -> done(visit, document, cohorts.with(document, new CriterionForm(form)));
        };
    }

    private Optional<CohortSheet> sheet(Bytes document) {
        return cohorts.shown(document) instanceof Outcome.Success<CohortSheet>(var sheet)
                ? Optional.of(sheet)
                : Optional.empty();
    }

    private Reply done(Visit visit, Bytes before, Outcome<CohortSheet> outcome) {
        return switch (outcome) {
            case Outcome.Success<CohortSheet>(var sheet) -> page(visit, Reply.OK, Optional.of(sheet), List.of());
            case Outcome.Failure<CohortSheet>(Fault.Invalid(var problems)) ->
                page(
                        visit,
                        Reply.UNPROCESSABLE,
                        sheet(before),
                        problems.stream().map(Problem::toString).toList());
            case Outcome.Failure<CohortSheet>(var fault) -> new Reply.Refusal(fault);
        };
    }

    /** What was filled in stays only when it was not taken. */
    private Reply page(Visit visit, int status, Optional<CohortSheet> sheet, List<String> problems) {
        var finds = visit.form().raw("action").equals("find");
        var form = finds || !problems.isEmpty() ? visit.form() : Form.EMPTY;
        return Reply.of(cohorts.budget(visit.asking())
                .map(budget -> new Reply.Page(
                        status,
                        "desk/cohort",
                        new CohortView(sheet, budget, form, cohorts.concepts(form.raw("words")), problems))));
    }
}
