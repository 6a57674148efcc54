package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.cases.Case;
import org.healthsphere.node.cases.Case.Finding;
import org.healthsphere.node.cases.Cases;
import org.healthsphere.node.cases.Cases.Answering;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What patients question, for the steward who answers. */
public final class CasePages {
    private static final int SHORTEST = 10;

    private final Cases cases;
    private final Function<NodeId, Hospital> names;

    /** @param names by which people know the hospitals */
    public CasePages(Cases cases, Function<NodeId, Hospital> names) {
        this.cases = cases;
        this.names = names;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.CASES, visit -> Reply.page("ops/cases", new CasesView(cases.all(), visit.done())));
        server.mount(router, Addresses.CASE, visit -> show(visit, Reply.OK, "", ""));
        server.mount(router, Addresses.ANSWER_CASE, this::answer);
    }

    private Reply show(Visit visit, int status, String words, String problem) {
        return Reply.of(cases.find(visit.part("case"))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("case")))
                .map(found -> new Reply.Page(status, "ops/case", view(found, words, problem))));
    }

    private CaseView view(Case found, String words, String problem) {
        return new CaseView(found, names.apply(found.about().member()), words, problem);
    }

    private Reply answer(Visit visit) {
        var words = visit.form().text("words").filter(text -> text.length() >= SHORTEST);
        var finding = finding(visit.form().raw("finding"));
        if (words.isEmpty() || finding.isEmpty()) {
            var problem = words.isEmpty() ? "words" : "finding";
            return show(visit, Reply.UNPROCESSABLE, visit.form().raw("words"), problem);
        }
        var answering =
                new Answering(finding.get(), words.get(), visit.reader().name());
        return Reply.of(cases.answer(
                        visit.reader().caller().requester(),
                        visit.part("case"),
                        answering,
                        visit.context().correlation())
                .map(_ -> Reply.seeOther(Addresses.CASES.path() + "?done=answered")));
    }

    private static Optional<Finding> finding(String name) {
        return Arrays.stream(Finding.values())
                .filter(finding -> finding.name().equals(name))
                .findFirst();
    }
}
