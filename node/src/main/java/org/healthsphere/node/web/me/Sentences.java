package org.healthsphere.node.web.me;

import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.me.Look.Right;
import org.healthsphere.node.web.me.Look.Way;
import org.healthsphere.node.web.page.Messages;
import org.healthsphere.node.web.page.Messages.Segment;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
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
            case ConsentTerms.Research research -> of(m, research, until);
            case ConsentTerms.Other _ -> m.rich("consent.other", until);
        };
    }

    private static List<Segment> of(Messages m, ConsentTerms.Research research, String until) {
        var except = research.except().stream().map(m::of).toList();
        return except.isEmpty()
                ? m.rich("consent.research", until)
                : m.rich("consent.research.except", m.list(except), until);
    }

    private static List<Segment> of(Messages m, ConsentTerms.Treatment treatment, String until) {
        var except = Stream.concat(
                        treatment.except().stream().map(m::of),
                        treatment.kinds().stream().map(kind -> m.text("mine." + kind.name())))
                .toList();
        var what = except.isEmpty() ? "all" : "except";
        return switch (treatment.whom()) {
            case Whom.Everybody _ ->
                except.isEmpty()
                        ? m.rich("consent.treatment.all", until)
                        : m.rich("consent.treatment.except", m.list(except), until);
            case Whom.AllBut(var parties) -> m.rich("consent.but." + what, names(m, parties), m.list(except), until);
            case Whom.Only(var parties) -> m.rich("consent.only." + what, names(m, parties), m.list(except), until);
        };
    }

    private static String names(Messages m, List<Party> parties) {
        return m.list(parties.stream().map(Party::name).toList());
    }

    /** Who would look, as the subject of a sentence. */
    public static String of(Messages m, Viewer viewer) {
        var purpose = viewer.purpose().name();
        return switch (viewer.party()) {
            case Clinician clinician -> m.text("viewer.person", clinician.name(), m.text("seen." + purpose));
            case Hospital hospital -> m.text("viewer." + purpose, hospital.name());
        };
    }

    /** Who did what, why. */
    public static List<Segment> of(Messages m, Look look) {
        var who = who(m, look);
        var where = look.who().hospital().name();
        var why = m.text("why." + look.purpose().name());
        return switch (look.right()) {
            case Right.Own _ -> m.rich("look.own", what(m, look));
            case Right.OwnApp(var name) -> m.rich("look.app", name, what(m, look));
            case Right.OwnLink(var label, var opened) -> m.rich(opened ? "look.link" : "look.link.wrong", label);
            case Right.ActsFor _ -> m.rich("look.for", look.who().name(), what(m, look));
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
            case Right.OwnLink _ -> m.text("right.link");
            case Right.ActsFor _ -> m.text("right.for");
            case Right.Duty _ -> m.text("right.duty");
            case Right.Refused _ -> m.text("right.refused");
        };
    }

    /** How he came to ask, from where; empty where the right says it. */
    public static String way(Messages m, Look look) {
        return look.way()
                .map(way -> switch (way) {
                    case Way.Inside _ -> m.text("way.inside");
                    case Way.Network _ ->
                        m.text("way.network", look.who().hospital().name());
                    case Way.WithApp(var name) -> m.text("way.app", name);
                    case Way.Export _ -> m.text("way.export");
                    case Way.Told _ -> m.text("way.told");
                    case Way.Counted _ -> m.text("way.counted");
                })
                .orElse("");
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
