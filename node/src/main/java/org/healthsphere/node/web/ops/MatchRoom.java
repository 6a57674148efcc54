package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.web.ops.MatchCard.Judgement;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The page on which a steward decides who is one person. */
public final class MatchRoom {
    private final MatchPages matches;

    public MatchRoom(MatchPages matches) {
        this.matches = matches;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.MATCHES, this::shown);
        server.mount(router, Addresses.SETTLE, this::judge);
    }

    private Reply shown(Visit visit) {
        return Reply.of(
                matches.matches(visit.asking()).map(found -> Reply.page("ops/matches", new MatchesView(found))));
    }

    private Reply judge(Visit visit) {
        return Reply.of(judgement(visit.form().raw("decision"))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Invalid("a decision is one of those that the page offers")))
                .then(judgement -> matches.judge(visit.asking(), visit.part("review"), judgement))
                .map(_ -> Reply.seeOther(Addresses.MATCHES.path())));
    }

    private static Optional<Judgement> judgement(String word) {
        return Arrays.stream(Judgement.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
