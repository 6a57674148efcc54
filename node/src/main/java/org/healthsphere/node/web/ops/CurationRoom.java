package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import java.util.Optional;
import org.healthsphere.node.web.ops.CurationPages.Choice;
import org.healthsphere.node.web.ops.CurationPages.CodeSheet;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The pages on which stewards give the hospital's own codes a meaning. They work without any script. */
public final class CurationRoom {
    private static final Choice NOTHING = new Choice("", CodeView.EQUIVALENCES.getFirst(), "");

    private final CurationPages curation;

    public CurationRoom(CurationPages curation) {
        this.curation = curation;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.CURATION, visit -> overview(visit, Reply.OK, Optional.empty()));
        server.mount(router, Addresses.PUBLISH, this::publish);
        server.mount(router, Addresses.LOCAL_CODE, this::code);
        server.mount(router, Addresses.JUDGE, this::judge);
    }

    private Reply overview(Visit visit, int status, Optional<String> problem) {
        var by = visit.asking();
        return Reply.of(curation.open(by)
                .then(open -> curation.drafts(by)
                        .then(drafts -> curation.changes(by)
                                .map(changes -> new Reply.Page(
                                        status,
                                        "ops/curation",
                                        new CurationView(open, drafts, changes, visit.done(), problem))))));
    }

    private Reply code(Visit visit) {
        return Reply.of(curation.code(visit.asking(), visit.part("code"))
                .map(sheet -> page(Reply.OK, sheet, chosen(sheet), Optional.empty())));
    }

    /** What is decided already is filled in again. */
    private static Choice chosen(CodeSheet sheet) {
        return sheet.decision().stream()
                .findFirst()
                .map(decided -> new Choice(decided.target(), decided.equivalence(), decided.justification()))
                .orElse(NOTHING);
    }

    private static Reply page(int status, CodeSheet sheet, Choice choice, Optional<String> problem) {
        return new Reply.Page(status, "ops/code", new CodeView(sheet, choice, problem));
    }

    private Reply judge(Visit visit) {
        var id = visit.part("code");
        var form = visit.form();
        var choice = new Choice(
                form.raw("other").isBlank()
                        ? form.raw("target").strip()
                        : form.raw("other").strip(),
                form.raw("equivalence"),
                form.raw("justification").strip());
        var outcome = switch (form.raw("decision")) {
            case "reopen" -> curation.reopen(visit.asking(), id);
            case "none" -> curation.decide(visit.asking(), id, new Choice("", "unmatched", choice.justification()));
            default -> curation.decide(visit.asking(), id, choice);
        };
        return switch (outcome) {
            case Outcome.Success<CodeSheet> _ -> Reply.seeOther(Addresses.CURATION.path() + "?done=decided");
            case Outcome.Failure<CodeSheet>(Fault.Invalid(var problems)) ->
                Reply.of(curation.code(visit.asking(), id)
                        .map(sheet -> page(
                                Reply.UNPROCESSABLE,
                                sheet,
                                choice,
                                Optional.of(problems.getFirst().what()))));
            case Outcome.Failure<CodeSheet>(var fault) -> new Reply.Refusal(fault);
        };
    }

    private Reply publish(Visit visit) {
        var version = visit.form().raw("version").strip();
        return switch (curation.publish(visit.asking(), visit.part("map"), version)) {
            case Outcome.Success<String> _ -> Reply.seeOther(Addresses.CURATION.path() + "?done=published");
            case Outcome.Failure<String>(Fault.Invalid(var problems)) ->
                overview(
                        visit,
                        Reply.UNPROCESSABLE,
                        Optional.of(problems.getFirst().what()));
            case Outcome.Failure<String>(Fault.Conflict _) ->
                overview(visit, Reply.UNPROCESSABLE, Optional.of("version.taken"));
            case Outcome.Failure<String>(var fault) -> new Reply.Refusal(fault);
        };
    }
}
