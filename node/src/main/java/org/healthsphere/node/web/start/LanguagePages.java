package org.healthsphere.node.web.start;

import io.vertx.ext.web.Router;
import java.util.regex.Pattern;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Languages;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;

/** Where a reader chooses his language, which his browser then keeps. */
public final class LanguagePages {
    /** A page of this node and no other place. */
    private static final Pattern HERE = Pattern.compile("/|(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.LANGUAGE, LanguagePages::choose);
    }

    private static Reply choose(Visit visit) {
        var language = visit.form().raw("language");
        var back = visit.form().text("back").filter(path -> HERE.matcher(path).matches());
        return Languages.isOffered(language)
                ? new Reply.Speaking(back.orElse(Addresses.LANDING.path()), language)
                : new Reply.Refusal(new Fault.Invalid("a language of these pages"));
    }
}
