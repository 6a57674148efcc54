package org.healthsphere.node.web.me;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.page.Form;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.node.web.view.Sensitivity;

/**
 * What the patient filled in.
 *
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record SharingForm(Picked picked, String duration, String date, String problem, Optional<ConsentTerms> terms) {
    static final SharingForm EMPTY = new SharingForm(Picked.NOTHING, "open", "", "", Optional.empty());

    /**
     * What is ticked.
     *
     * @param whom all, but or only
     * @param parties hospitals and people by their ids
     */
    public record Picked(String whom, Set<String> parties, Set<Sensitivity> except, Set<Category> kinds) {
        static final Picked NOTHING = new Picked("all", Set.of(), Set.of(), Set.of());

        static Picked of(Form form) {
            return new Picked(
                    Set.of("but", "only").contains(form.raw("whom")) ? form.raw("whom") : "all",
                    Set.copyOf(form.all("hospital")),
                    chosen(form, "except", Sensitivity.class),
                    chosen(form, "hide", Category.class));
        }

        /** Nothing, where somebody must be named and none is, or somebody is who is not known: a no would not be about him. */
        Optional<Whom> whom(List<Party> known) {
            var named =
                    known.stream().filter(party -> parties.contains(party.id())).toList();
            if (whom.equals("all")) {
                return Optional.of(Whom.EVERYBODY);
            }
            return named.isEmpty() || named.size() < parties.size()
                    ? Optional.empty()
                    : Optional.of(whom.equals("but") ? new Whom.AllBut(named) : new Whom.Only(named));
        }

        private static <E extends Enum<E>> Set<E> chosen(Form form, String name, Class<E> type) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(value -> form.all(name).contains(value.name()))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
        }
    }

    /** What may be kept back as a whole. */
    public static List<Category> kinds() {
        return Arrays.stream(Category.values())
                .filter(kind -> kind != Category.PERSON)
                .toList();
    }

    /** What is in force, as what the patient begins to change. */
    static SharingForm of(ConsentTerms.Treatment terms) {
        var date = terms.until().map(LocalDate::toString).orElse("");
        var picked = new Picked(name(terms.whom()), ids(terms.whom()), terms.except(), terms.kinds());
        return new SharingForm(picked, date.isEmpty() ? "open" : "date", date, "", Optional.of(terms));
    }

    private static String name(Whom whom) {
        return switch (whom) {
            case Whom.Everybody _ -> "all";
            case Whom.AllBut _ -> "but";
            case Whom.Only _ -> "only";
        };
    }

    private static Set<String> ids(Whom whom) {
        return Whom.named(whom).stream().map(Party::id).collect(Collectors.toSet());
    }

    /** @param known whom it can be about */
    static SharingForm of(Visit visit, List<Party> known) {
        var form = visit.form();
        var picked = Picked.of(form);
        var duration = form.raw("duration").equals("date") ? "date" : "open";
        var until = duration.equals("date") ? form.date("until") : Optional.<LocalDate>empty();
        var today = visit.messages().today();
        if (duration.equals("date") && until.filter(today::isBefore).isEmpty()) {
            return new SharingForm(picked, duration, form.raw("until"), "date", Optional.empty());
        }
        var whom = picked.whom(known);
        if (whom.isEmpty()) {
            return new SharingForm(picked, duration, form.raw("until"), "hospital", Optional.empty());
        }
        var terms = switch (form.raw("kind")) {
            case "treatment" ->
                Optional.<ConsentTerms>of(
                        new ConsentTerms.Treatment(whom.get(), picked.except(), kept(picked.kinds()), until));
            case "research" -> Optional.<ConsentTerms>of(new ConsentTerms.Research(picked.except(), until));
            default -> Optional.<ConsentTerms>empty();
        };
        return new SharingForm(picked, duration, form.raw("until"), terms.isEmpty() ? "kind" : "", terms);
    }

    private static Set<Category> kept(Set<Category> ticked) {
        return ticked.stream().filter(kinds()::contains).collect(Collectors.toSet());
    }

    public boolean isUntilDate() {
        return duration.equals("date");
    }
}
