package org.healthsphere.node.web.desk;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.desk.HandoverPages.Letter;
import org.healthsphere.node.web.desk.HandoverPages.Newest;
import org.healthsphere.node.web.desk.HandoverPages.Received;
import org.healthsphere.node.web.desk.HandoverPages.Wanted;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The pages of what hospitals hand each other. As on the clinician's other pages, no address names a patient. */
final class HandoverRoom {
    private final HandoverPages pages;
    private final Handles<PatientHit> treated;
    private final Handles<String> documents;

    /** @param treated records that may be opened to treat, by their handles */
    HandoverRoom(HandoverPages pages, Handles<PatientHit> treated, Handles<String> documents) {
        this.pages = pages;
        this.treated = treated;
        this.documents = documents;
    }

    void mount(PageServer server, Router router) {
        server.mount(
                router,
                Addresses.HANDOVER,
                visit -> of(visit)
                        .map(hit -> Reply.page("desk/handover", view(visit, hit, Wanted.NOTHING, "", Optional.empty())))
                        .orElseGet(HandoverRoom::gone));
        server.mount(
                router,
                Addresses.HAND_OVER,
                visit -> of(visit).map(hit -> send(visit, hit)).orElseGet(HandoverRoom::gone));
        server.mount(router, Addresses.INBOX, this::inbox);
        server.mount(router, Addresses.LETTER, this::document);
    }

    private Optional<PatientHit> of(Visit visit) {
        return treated.find(visit.reader(), visit.part("handle"));
    }

    private static Reply gone() {
        return Reply.of(Outcome.failed(new Fault.Gone("the way to this record")));
    }

    private HandoverView view(Visit visit, PatientHit hit, Wanted wanted, String problem, Optional<Letter> sent) {
        return new HandoverView(visit.part("handle"), hit.person(), pages.hospitals(), wanted, problem, sent);
    }

    private Reply send(Visit visit, PatientHit hit) {
        var form = visit.form();
        var wanted = new Wanted(form.raw("member"), form.raw("kind"), form.raw("words"), form.has("urgent"));
        var problem = problem(visit, wanted);
        if (!problem.isEmpty()) {
            return refused(visit, hit, wanted, problem);
        }
        return switch (pages.send(visit.asking(), hit.patient(), wanted)) {
            case Outcome.Success<Letter>(var sent) ->
                Reply.page("desk/handover", view(visit, hit, wanted, "", Optional.of(sent)));
            case Outcome.Failure<Letter>(Fault.Forbidden _) -> refused(visit, hit, wanted, "nothing");
            case Outcome.Failure<Letter>(var fault) -> Reply.of(Outcome.failed(fault));
        };
    }

    private String problem(Visit visit, Wanted wanted) {
        if (pages.hospitals().stream().noneMatch(hospital -> hospital.id().equals(wanted.hospital()))) {
            return "member";
        }
        if (!HandoverPages.KINDS.contains(wanted.kind())) {
            return "kind";
        }
        return visit.form().text("words").isEmpty() ? "words" : "";
    }

    private Reply refused(Visit visit, PatientHit hit, Wanted wanted, String problem) {
        return new Reply.Page(
                Reply.UNPROCESSABLE, "desk/handover", view(visit, hit, wanted, problem, Optional.empty()));
    }

    private Reply inbox(Visit visit) {
        return Reply.of(pages.inbox(visit.asking())
                .then(received -> pages.sent(visit.asking())
                        .map(sent -> Reply.page(
                                "desk/inbox",
                                new InboxView(
                                        new Newest<>(items(visit, received.letters()), received.more()), sent)))));
    }

    private List<InboxView.Item> items(Visit visit, List<Received> received) {
        return received.stream()
                .map(letter -> new InboxView.Item(
                        documents.give(visit.reader(), letter.document()),
                        treated.give(visit.reader(), letter.patient()),
                        letter.patient().person(),
                        letter.kind(),
                        letter.from(),
                        letter.at(),
                        letter.urgent(),
                        letter.words()))
                .toList();
    }

    private Reply document(Visit visit) {
        return documents
                .find(visit.reader(), visit.part("letter"))
                .map(document -> Reply.of(pages.document(
                                visit.asking(), document, visit.part("format").equals("xml"))
                        .map(Reply.Attachment::new)))
                .orElseGet(() -> Reply.of(Outcome.failed(new Fault.Gone("the way to this document"))));
    }
}
