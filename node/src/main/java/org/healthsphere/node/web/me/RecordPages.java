package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageHandler;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The patient's own record: by kind, by time, as curves, with its documents, and to take along. */
public final class RecordPages {
    private static final Duration TIME_TO_OPEN = Duration.ofMinutes(30);

    private final PatientPages patients;
    private final BroughtDocuments brought;

    /** What stands for a document in an address. */
    private final Handles<Paper> papers;

    public RecordPages(
            PatientPages patients, BroughtDocuments brought, SecureRandom random, InstantSource clock) {
        this.patients = patients;
        this.brought = brought;
        this.papers = new Handles<>(TIME_TO_OPEN, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.RECORD, of((visit, record) -> Reply.page("me/record", sheet(visit, record))));
        server.mount(router, Addresses.TIMELINE, of((_, record) -> Reply.page("me/timeline", TimelineView.of(record))));
        server.mount(
                router,
                Addresses.CURVES,
                of((visit, record) -> Reply.page("me/curves", CurvesView.of(record, visit.messages()))));
        server.mount(
                router,
                Addresses.OWN_SUMMARY,
                of((_, record) -> new Reply.Printed("my-record.html", "me/summary", record)));
        server.mount(
                router,
                Addresses.OWN_IPS,
                visit -> Reply.of(patients.summary(visit.asking()).map(Reply.Attachment::new)));
        server.mount(router, Addresses.DOCUMENT, this::document);
    }

    private PageHandler of(BiFunction<Visit, MergedView, Reply> page) {
        return visit -> Reply.of(patients.record(visit.asking()).map(record -> page.apply(visit, record)));
    }

    private RecordSheet sheet(Visit visit, MergedView record) {
        Map<Paper, String> ways = new HashMap<>();
        record.sections().stream()
                .flatMap(section -> section.facts().stream())
                .flatMap(fact -> fact.papers().stream())
                .filter(Paper::opens)
                .forEach(paper -> ways.put(paper, papers.give(visit.reader(), paper)));
        var helped = visit.reader().acting().isPresent();
        return new RecordSheet(
                record, ways, !Curve.of(record).isEmpty(), brought.isOpen() && !helped, visit.done());
    }

    private Reply document(Visit visit) {
        return Reply.of(papers.find(visit.reader(), visit.part("document"))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Gone("the way to this document")))
                .then(paper -> patients.document(visit.asking(), paper))
                .map(Reply.Attachment::new));
    }
}
