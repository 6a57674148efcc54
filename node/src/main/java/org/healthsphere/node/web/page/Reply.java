package org.healthsphere.node.web.page;

import java.util.List;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What a page answers. */
public sealed interface Reply {
    int OK = 200;
    int UNPROCESSABLE = 422;

    /**
     * A page of this template, whose parameters are {@code frame} and {@code model}.
     *
     * @param leadsTo where, besides to this node, its forms may lead in the end: origins or schemes
     */
    record Page(int status, String template, Object model, List<String> leadsTo) implements Reply {
        public Page {
            leadsTo = List.copyOf(leadsTo);
        }

        /** Whose forms stay here. */
        public Page(int status, String template, Object model) {
            this(status, template, model, List.of());
        }
    }

    /** Go there; a form is done. */
    record SeeOther(String path, Ticket ticket) implements Reply {}

    /** A file to keep. */
    record Attachment(Download download) implements Reply {}

    /** A page that is one file by itself, to keep. */
    record Printed(String fileName, String template, Object model) implements Reply {}

    /** Go there; from now on in this language. */
    record Speaking(String path, String language) implements Reply {}

    /** To a program, which reads no page. */
    record Bare(int status) implements Reply {}

    /** It cannot be done: what happened, what it means, what to do. */
    record Refusal(Fault fault) implements Reply {}

    /** What becomes of the cookie. */
    sealed interface Ticket {
        record Keep() implements Ticket {}

        record Hand(String secret) implements Ticket {
            @Override
            public String toString() {
                return "Hand[REDACTED]";
            }
        }

        record Take() implements Ticket {}
    }

    static Reply page(String template, Object model) {
        return new Page(OK, template, model);
    }

    static Reply seeOther(String path) {
        return new SeeOther(path, new Ticket.Keep());
    }

    /** The page, or why there is none. */
    static Reply of(Outcome<? extends Reply> outcome) {
        return switch (outcome) {
            case Outcome.Success<? extends Reply>(var reply) -> reply;
            case Outcome.Failure<? extends Reply>(var fault) -> new Refusal(fault);
        };
    }
}
