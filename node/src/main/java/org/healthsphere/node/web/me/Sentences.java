package org.healthsphere.node.web.me;

import java.util.List;
import org.healthsphere.node.web.me.Look.Right;
import org.healthsphere.node.web.page.Messages;
import org.healthsphere.node.web.page.Messages.Segment;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.specs.Role;

/** What a consent says and what somebody did, as sentences that can be read aloud. */
public final class Sentences {
    private Sentences() {}

    public static List<Segment> of(Messages m, ConsentTerms terms) {
        var until = terms.until()
                .map(date -> m.text("consent.until", m.date(date)))
                .orElseGet(() -> m.text("consent.open"));
        return switch (terms) {
            case ConsentTerms.Treatment treatment -> of(m, treatment, until);
            case ConsentTerms.Research _ -> m.rich("consent.research", until);
            case ConsentTerms.Other _ -> m.rich("consent.other", until);
        };
    }

    private static List<Segment> of(Messages m, ConsentTerms.Treatment treatment, String until) {
        var except = treatment.except().stream().map(m::of).toList();
        return except.isEmpty()
                ? m.rich("consent.treatment.all", until)
                : m.rich("consent.treatment.except", m.list(except), until);
    }

    /** Who did what, why. */
    public static List<Segment> of(Messages m, Look look) {
        var who = who(m, look);
        var where = look.who().hospital().name();
        var why = m.text("why." + look.purpose().name());
        return switch (look.right()) {
            case Right.Own _ -> m.rich("look.own", what(m, look));
            case Right.OwnApp(var name) -> m.rich("look.app", name, what(m, look));
            case Right.Refused _ -> m.rich("look.refused", who, where, why);
            case Right.Allowed _, Right.Emergency _, Right.Duty _ ->
                m.rich("look.seen", who, where, what(m, look), why);
        };
    }

    /** By which right. */
    public static String right(Messages m, Look look) {
        return switch (look.right()) {
            case Right.Allowed(var since) -> m.text("right.allowed", m.date(since));
            case Right.Emergency(var reason) -> m.text("right.emergency", reason);
            case Right.Own _ -> m.text("right.own");
            case Right.OwnApp _ -> m.text("right.app");
            case Right.Duty _ -> m.text("right.duty");
            case Right.Refused _ -> m.text("right.refused");
        };
    }

    private static String who(Messages m, Look look) {
        return look.who().role() == Role.SYSTEM
                ? m.text("look.program")
                : m.text("look.person", look.who().name(), m.of(look.who().role()));
    }

    private static String what(Messages m, Look look) {
        return look.what().isEmpty()
                ? m.text("look.nothing")
                : m.list(look.what().stream().sorted().map(c -> yours(m, c)).toList());
    }

    private static String yours(Messages m, Category category) {
        return m.text("yours." + category.name());
    }
}
