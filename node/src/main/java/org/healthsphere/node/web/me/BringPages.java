package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A document of another hospital for one's own record: chosen, looked at, confirmed. Until then nothing is kept but in memory. */
public final class BringPages {
    private static final Duration TIME_TO_CONFIRM = Duration.ofMinutes(30);

    /** Each as large as a document may be. */
    private static final int MOST_WAITING = 16;

    private final BroughtDocuments documents;
    private final Handles<Bytes> offered;

    public BringPages(BroughtDocuments documents, SecureRandom random, InstantSource clock) {
        this.documents = documents;
        this.offered = new Handles<>(TIME_TO_CONFIRM, MOST_WAITING, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mount(
                router,
                Addresses.BRING,
                visit -> Reply.page("me/bring", new BringView(documents.isOpen(), "", "", visit.done())));
        server.mount(router, Addresses.OFFER, this::offer);
        server.mount(router, Addresses.TAKE, this::take);
    }

    private Reply offer(Visit visit) {
        var file = visit.form().file().filter(bytes -> bytes.length() > 0);
        if (file.isEmpty()) {
            return toCorrect("none", "");
        }
        return switch (documents.offer(visit.asking(), file.get())) {
            case Outcome.Success<Offer>(var offer) ->
                Reply.page("me/offer", new OfferView(offer, offered.give(visit.reader(), file.get())));
            case Outcome.Failure<Offer>(var fault) -> refused(fault);
        };
    }

    /** What was shown and nothing else. Sent twice it is taken once. */
    private Reply take(Visit visit) {
        var document = offered.take(visit.reader(), visit.form().raw("offer"));
        if (document.isEmpty()) {
            return toCorrect("gone", "");
        }
        return switch (documents.take(visit.asking(), document.get())) {
            case Outcome.Success<BroughtDocuments.Taken>(var taken) -> Reply.seeOther(next(taken));
            case Outcome.Failure<BroughtDocuments.Taken>(var fault) -> refused(fault);
        };
    }

    private static String next(BroughtDocuments.Taken taken) {
        return switch (taken) {
            case ADDED -> Addresses.RECORD.path() + "?done=brought";
            case KNOWN -> Addresses.RECORD.path() + "?done=broughtBefore";
            case WAITING -> Addresses.BRING.path() + "?done=broughtWaits";
        };
    }

    private Reply refused(Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var problems) -> toCorrect("unreadable", first(problems));
            case Fault.Unprocessable(var problems) -> toCorrect("unusable", first(problems));
            case Fault.TooCostly _ -> toCorrect("large", "");
            case Fault.Conflict _ -> toCorrect("other", "");
            case Fault.NotFound _,
                    Fault.Gone _,
                    Fault.Unauthenticated _,
                    Fault.Forbidden _,
                    Fault.VersionMismatch _,
                    Fault.TooMany _,
                    Fault.Timeout _,
                    Fault.Unavailable _ ->
                new Reply.Refusal(fault);
        };
    }

    private static String first(List<Problem> problems) {
        return problems.stream()
                .findFirst()
                .map(problem -> problem.at().isEmpty() ? problem.what() : problem.at() + ": " + problem.what())
                .orElse("");
    }

    private Reply toCorrect(String problem, String reason) {
        return new Reply.Page(
                Reply.UNPROCESSABLE,
                "me/bring",
                new BringView(documents.isOpen(), problem, reason, Optional.empty()));
    }
}
