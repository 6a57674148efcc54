package org.healthsphere.node.web.me;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.page.Form;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.Sensitivity;

/**
 * What the patient filled in.
 *
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record SharingForm(
        Set<Sensitivity> except, String duration, String date, String problem, Optional<ConsentTerms> terms) {
    static final SharingForm EMPTY = new SharingForm(Set.of(), "open", "", "", Optional.empty());

    /** What is in force, as what the patient begins to change. */
    static SharingForm of(ConsentTerms.Treatment terms) {
        var date = terms.until().map(LocalDate::toString).orElse("");
        return new SharingForm(terms.except(), date.isEmpty() ? "open" : "date", date, "", Optional.of(terms));
    }

    static SharingForm of(Visit visit) {
        var form = visit.form();
        var except = chosen(form);
        var duration = form.raw("duration").equals("date") ? "date" : "open";
        var until = duration.equals("date") ? form.date("until") : Optional.<LocalDate>empty();
        var today = visit.messages().today();
        if (duration.equals("date") && until.filter(today::isBefore).isEmpty()) {
            return new SharingForm(except, duration, form.raw("until"), "date", Optional.empty());
        }
        var terms = switch (form.raw("kind")) {
            case "treatment" -> Optional.<ConsentTerms>of(new ConsentTerms.Treatment(except, until));
            case "research" -> Optional.<ConsentTerms>of(new ConsentTerms.Research(until));
            default -> Optional.<ConsentTerms>empty();
        };
        return new SharingForm(except, duration, form.raw("until"), terms.isEmpty() ? "kind" : "", terms);
    }

    public boolean isUntilDate() {
        return duration.equals("date");
    }

    private static Set<Sensitivity> chosen(Form form) {
        var chosen = EnumSet.noneOf(Sensitivity.class);
        Arrays.stream(Sensitivity.values())
                .filter(s -> form.all("except").contains(s.name()))
                .forEach(chosen::add);
        return chosen;
    }
}
