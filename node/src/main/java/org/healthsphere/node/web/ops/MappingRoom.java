package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.web.ops.MappingPages.Rerun;
import org.healthsphere.node.web.ops.MappingPages.Trial;
import org.healthsphere.node.web.ops.MappingSheet.View;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The workbench of mappings, and the messages that are kept. All of it works without a script. */
public final class MappingRoom {
    private final MappingPages pages;

    public MappingRoom(MappingPages pages) {
        this.pages = pages;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.MAPPINGS, this::bench);
        server.mount(router, Addresses.TRY_MAPPING, this::tried);
        server.mount(router, Addresses.KEPT, this::kept);
        server.mount(router, Addresses.FIND_KEPT, this::kept);
        server.mount(router, Addresses.RERUN, this::rerun);
    }

    private Trial trial(Visit visit) {
        var sources = pages.sources();
        var kinds = pages.kinds();
        var source = visit.form().raw("source");
        var kind = visit.form().raw("kind");
        return new Trial(
                sources.contains(source) ? source : sources.stream().findFirst().orElse(""),
                kinds.contains(kind) ? kind : kinds.stream().findFirst().orElse(""),
                visit.form().raw("message"),
                visit.form().raw("file"));
    }

    private Reply bench(Visit visit) {
        var trial = trial(visit);
        if (trial.source().isEmpty()) {
            return page(trial, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
        return shown(
                pages.survey(visit.asking(), trial.source()),
                trial,
                survey -> page(trial, Optional.of(survey), Optional.empty(), Optional.empty(), List.of()));
    }

    private Reply tried(Visit visit) {
        var trial = trial(visit);
        if (visit.form().raw("what").equals("survey")) {
            return bench(visit);
        }
        return visit.form().raw("what").equals("compare")
                ? shown(
                        pages.compare(visit.asking(), trial),
                        trial,
                        found -> page(trial, Optional.empty(), Optional.empty(), Optional.of(found), List.of()))
                : shown(
                        pages.preview(visit.asking(), trial),
                        trial,
                        found -> page(trial, Optional.empty(), Optional.of(found), Optional.empty(), List.of()));
    }

    /** What is wrong with a message or a file is told beside the form, and what was typed stays. */
    private <T> Reply shown(Outcome<T> outcome, Trial trial, Function<T, Reply> page) {
        return switch (outcome) {
            case Outcome.Success<T>(var found) -> page.apply(found);
            case Outcome.Failure<T>(Fault.Invalid(var problems)) -> wrong(trial, problems);
            case Outcome.Failure<T>(Fault.Unprocessable(var problems)) -> wrong(trial, problems);
            case Outcome.Failure<T>(var fault) -> new Reply.Refusal(fault);
        };
    }

    private Reply wrong(Trial trial, List<Fault.Problem> problems) {
        return page(
                trial,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                problems.stream().map(Fault.Problem::toString).toList());
    }

    private Reply page(
            Trial trial,
            Optional<MappingSheet.Survey> survey,
            Optional<MappingSheet.Preview> preview,
            Optional<MappingSheet.Comparison> comparison,
            List<String> wrong) {
        var view = new View(pages.sources(), pages.kinds(), trial, survey, preview, comparison, wrong);
        return new Reply.Page(wrong.isEmpty() ? Reply.OK : Reply.UNPROCESSABLE, "ops/mappings", view);
    }

    private Reply kept(Visit visit) {
        var source = visit.form().text("source").filter(pages.sources()::contains);
        var id = visit.form().text("id");
        return Reply.of(pages.kept(visit.asking(), source, id)
                .map(messages -> Reply.page(
                        "ops/kept",
                        new MappingSheet.KeptView(
                                pages.sources(), source.orElse(""), id.orElse(""), messages, visit.done()))));
    }

    private Reply rerun(Visit visit) {
        var how = switch (visit.form().raw("how")) {
            case "withdraw" -> Rerun.WITHDRAW;
            case "restore" -> Rerun.RESTORE;
            default -> Rerun.REPLAY;
        };
        return Reply.of(pages.rerun(visit.asking(), visit.part("message"), how)
                .map(_ -> Reply.seeOther(Addresses.KEPT.path() + "?done=rerun")));
    }
}
