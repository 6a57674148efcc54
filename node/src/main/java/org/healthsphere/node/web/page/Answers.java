package org.healthsphere.node.web.page;

import java.util.List;
import org.healthsphere.node.web.view.Download;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a page says into what goes back. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Renderer renderer = new Renderer();

    Answer prepare(Frame frame, Reply reply, String correlation) {
        return switch (reply) {
            case Reply.Page(var status, var template, var model, var leadsTo) ->
                new Answer.Html(status, renderer.render(template, frame, model), leadsTo);
            case Reply.SeeOther(var path, var ticket) -> new Answer.Redirect(path, ticket);
            case Reply.Attachment(var download) -> new Answer.File(download);
            case Reply.Printed(var name, var template, var model) ->
                new Answer.File(
                        new Download(name, "text/html; charset=utf-8", renderer.render(template, frame, model)));
            case Reply.Speaking(var path, var language) -> new Answer.Language(path, language);
            case Reply.Bare(var status) -> new Answer.Bare(status);
            case Reply.Refusal(var fault) -> troubled(frame, Trouble.of(fault, correlation));
        };
    }

    void trouble(Exchange exchange, Trouble trouble) {
        troubled(exchange.frame(), trouble).writeTo(exchange);
    }

    /** The text of the exception stays here: it may hold what the reader may not know. */
    void defect(Exchange exchange, Throwable defect, String correlation) {
        LOG.atError().addKeyValue("correlation", correlation).setCause(defect).log("a page could not be made");
        if (!exchange.response().ended()) {
            trouble(exchange, Trouble.defect(correlation));
        }
    }

    private Answer troubled(Frame frame, Trouble trouble) {
        return new Answer.Html(trouble.status(), renderer.render("error", frame, trouble), List.of());
    }
}
