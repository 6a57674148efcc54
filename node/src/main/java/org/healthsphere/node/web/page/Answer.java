package org.healthsphere.node.web.page;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.specs.Bytes;

/** What goes back, ready to be written on the event loop. */
sealed interface Answer {
    int SEE_OTHER = 303;

    void writeTo(Exchange exchange);

    /** A page; never kept by browser or proxy. */
    record Html(int status, Bytes content, List<String> leadsTo) implements Answer {
        @Override
        public void writeTo(Exchange exchange) {
            SecurityHeaders.leading(exchange.response(), leadsTo);
            exchange.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Content-Language", exchange.frame().m().language())
                    .putHeader("Vary", "Accept-Language, Cookie")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(content.array()));
        }
    }

    /** Another place. */
    record Redirect(String path, Reply.Ticket ticket) implements Answer {
        @Override
        public void writeTo(Exchange exchange) {
            switch (ticket) {
                case Reply.Ticket.Keep _ -> {}
                case Reply.Ticket.Take _ -> Cookies.remove(exchange.response(), Cookies.SESSION);
                case Reply.Ticket.Hand(var secret) -> {
                    Cookies.put(exchange.response(), Cookies.SESSION, secret);
                    Cookies.remove(exchange.response(), Cookies.VISITOR);
                }
            }
            exchange.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader("Location", path)
                    .putHeader("Cache-Control", "no-store")
                    .end();
        }
    }

    /** Another place, in a language that the browser then keeps asking for. */
    record Language(String path, String language) implements Answer {
        @Override
        public void writeTo(Exchange exchange) {
            Cookies.keep(exchange.response(), Cookies.LANGUAGE, language);
            exchange.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader("Location", path)
                    .putHeader("Cache-Control", "no-store")
                    .end();
        }
    }

    /** A status, and nothing to read. */
    record Bare(int status) implements Answer {
        @Override
        public void writeTo(Exchange exchange) {
            exchange.response()
                    .setStatusCode(status)
                    .putHeader("Cache-Control", "no-store")
                    .end();
        }
    }

    /** A file to keep. */
    record File(Download download) implements Answer {
        @Override
        public void writeTo(Exchange exchange) {
            exchange.response()
                    .putHeader("Content-Type", download.mediaType())
                    .putHeader("Content-Disposition", "attachment; filename=\"" + download.fileName() + "\"")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(download.content().array()));
        }
    }
}
