package org.healthsphere.node.web.desk;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.smart.Launches;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.Origins;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The clinician's pages. No address names a patient: handles stand for searches and for records opened. */
public final class ClinicPages {
    private static final Duration A_SHIFT = Duration.ofHours(10);
    private static final Duration AN_EMERGENCY = Duration.ofMinutes(30);
    private static final int SHORTEST_REASON = 10;

    private final DeskPages desk;
    private final Launches launches;
    private final PatientKeys keys;
    private final OpeningRecords records;
    private final HandoverRoom handovers;
    private final Handles<PatientQuery> searches;
    private final Handles<PatientHit> treated;
    private final Handles<Emergency> emergencies;

    private record Emergency(PatientHit hit, String glass, Instant until) {}

    /** A record that may be opened, as its handle in the address says. */
    private record Opening(PatientHit hit, Grounds grounds, Optional<Instant> until) {}

    /** What stands behind them. */
    public record Ports(DeskPages desk, HandoverPages handovers, Launches launches, PatientKeys keys) {}

    public ClinicPages(Ports ports, UseCases useCases, SecureRandom random, InstantSource clock) {
        this.desk = ports.desk();
        this.launches = ports.launches();
        this.keys = ports.keys();
        this.records = new OpeningRecords(useCases, clock);
        this.searches = new Handles<>(A_SHIFT, random, clock);
        this.treated = new Handles<>(A_SHIFT, random, clock);
        this.emergencies = new Handles<>(AN_EMERGENCY, random, clock);
        this.handovers = new HandoverRoom(ports.handovers(), treated, new Handles<>(A_SHIFT, random, clock));
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.DESK, _ -> Reply.page("desk/find", FindView.EMPTY));
        server.mount(router, Addresses.FIND, this::find);
        server.mount(router, Addresses.FOUND, this::found);
        server.mount(router, Addresses.PATIENT_PAGE, visit -> opened(visit, opening -> patient(visit, opening)));
        server.mount(router, Addresses.SUMMARY, visit -> opened(visit, opening -> summary(visit, opening)));
        server.mount(
                router,
                Addresses.EMERGENCY,
                visit -> opened(visit, opening -> Reply.page("desk/emergency", glass(visit, opening, "", ""))));
        server.mount(
                router,
                Addresses.CONTINUITY,
                visit -> opened(
                        visit,
                        opening -> Reply.of(desk.continuity(
                                        visit.asking(), opening.hit().patient(), opening.grounds())
                                .map(Reply.Attachment::new))));
        handovers.mount(server, router);
        server.mount(router, Addresses.LAUNCH, visit -> opened(visit, opening -> launch(visit, opening)));
        server.mount(router, Addresses.BREAK_GLASS, visit -> opened(visit, opening -> breakGlass(visit, opening)));
        server.mount(
                router,
                Addresses.DESK_CODE,
                visit -> opened(visit, opening -> Reply.page("desk/code", code(visit, opening, ""))));
        server.mount(router, Addresses.ISSUE_CODE, visit -> opened(visit, opening -> issueCode(visit, opening)));
    }

    private static CodeView code(Visit visit, Opening opening, String problem) {
        return new CodeView(visit.part("handle"), opening.hit().person(), problem, Optional.empty());
    }

    /** For whoever sits opposite, once it was seen that he is this patient. */
    private Reply issueCode(Visit visit, Opening opening) {
        var proof = visit.form().raw("proof");
        if (!CodeView.PROOFS.contains(proof) || !visit.form().raw("compared").equals("yes")) {
            return new Reply.Page(Reply.UNPROCESSABLE, "desk/code", code(visit, opening, "proof"));
        }
        var whose = new PatientKeys.Holder(
                opening.hit().patient(), opening.hit().person().name());
        return Reply.of(keys.issueCode(
                        visit.reader().caller().requester(),
                        whose,
                        proof,
                        visit.context().correlation())
                .map(issued -> Reply.page("desk/code", code(visit, opening, "").with(issued))));
    }

    /** Only where the record was opened to treat: an app sees no more than its person, and in an emergency nobody connects one. */
    private Reply launch(Visit visit, Opening opening) {
        return opening.grounds() instanceof Grounds.Treatment
                ? Reply.of(launches.start(
                                visit.form().raw("app"),
                                visit.reader().caller().requester().subject(),
                                opening.hit().patient(),
                                Optional.empty())
                        .map(started -> Reply.seeOther(started.url())))
                : Reply.of(Outcome.failed(new Fault.Forbidden("no app is started in an emergency")));
    }

    private Reply find(Visit visit) {
        var form = visit.form();
        var query = new PatientQuery(form.text("name"), form.date("born"), form.text("number"));
        var dateIsWrong = form.has("born") && query.birthDate().isEmpty();
        if (query.isEmpty() || dateIsWrong) {
            var problem = dateIsWrong ? "date" : "empty";
            return new Reply.Page(Reply.UNPROCESSABLE, "desk/find", new FindView(query, problem, Optional.empty()));
        }
        return Reply.seeOther("/desk/found/" + searches.give(visit.reader(), query));
    }

    private Reply found(Visit visit) {
        return searches.find(visit.reader(), visit.part("search"))
                .map(query -> Reply.of(desk.find(visit.asking(), query)
                        .map(hits ->
                                Reply.page("desk/find", new FindView(query, "", Optional.of(named(visit, hits)))))))
                .orElseGet(() -> Reply.seeOther(Addresses.DESK.path()));
    }

    private List<FindView.Hit> named(Visit visit, List<PatientHit> hits) {
        return hits.stream()
                .map(hit -> new FindView.Hit(treated.give(visit.reader(), hit), hit.person()))
                .toList();
    }

    /** Who waits sees who has answered, on a page that asks again by itself. */
    private Reply patient(Visit visit, Opening opening) {
        var handle = visit.part("handle");
        var progress = records.of(
                visit.reader().id(),
                handle,
                heard -> desk.open(visit.asking(), opening.hit().patient(), opening.grounds(), heard));
        return switch (progress) {
            case OpeningRecords.Waiting(var heard) ->
                Reply.page("desk/waiting", new WaitingView(handle, opening.hit().person(), heard));
            case OpeningRecords.Done(var record) -> Reply.of(record.map(whole -> shown(handle, whole, opening)));
        };
    }

    private Reply.Page shown(String handle, MergedView record, Opening opening) {
        var apps = launches.startable();
        return new Reply.Page(
                Reply.OK, "desk/patient", new PatientView(handle, record, opening.until(), apps), Origins.of(apps));
    }

    private Reply summary(Visit visit, Opening opening) {
        return Reply.of(desk.summary(visit.asking(), opening.hit().patient(), opening.grounds())
                .map(Reply.Attachment::new));
    }

    private Reply breakGlass(Visit visit, Opening opening) {
        var reason = visit.form().text("reason").orElse("");
        if (reason.length() < SHORTEST_REASON) {
            return unprocessable(glass(visit, opening, visit.form().raw("reason"), "reason"));
        }
        if (!visit.form().raw("understood").equals("yes")) {
            return unprocessable(glass(visit, opening, reason, "understood"));
        }
        return Reply.of(desk.breakGlass(visit.asking(), opening.hit().patient(), reason)
                .map(glass -> {
                    var emergency = new Emergency(opening.hit(), glass, emergencies.until());
                    return Reply.seeOther("/desk/patient/" + emergencies.give(visit.reader(), emergency));
                }));
    }

    private static Reply unprocessable(GlassView view) {
        return new Reply.Page(Reply.UNPROCESSABLE, "desk/emergency", view);
    }

    private static GlassView glass(Visit visit, Opening opening, String reason, String problem) {
        return new GlassView(visit.part("handle"), opening.hit().person(), reason, problem);
    }

    private Reply opened(Visit visit, Function<Opening, Reply> then) {
        var handle = visit.part("handle");
        var ordinary = treated.find(visit.reader(), handle)
                .map(hit -> new Opening(hit, new Grounds.Treatment(), Optional.empty()));
        return ordinary.or(() -> emergencies
                        .find(visit.reader(), handle)
                        .map(e -> new Opening(e.hit(), new Grounds.Emergency(e.glass()), Optional.of(e.until()))))
                .map(then)
                .orElseGet(() -> Reply.of(Outcome.failed(new Fault.Gone("the way to this record"))));
    }
}
