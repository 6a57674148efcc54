package org.healthsphere.node.web.me;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.page.Visit;

/**
 * What is new, what needs the patient.
 *
 * @param emergencies who broke the glass of late
 * @param ending consents that end soon
 * @param recent the newest looks of others
 * @param since the moment before which looks cannot be shown, if there may be such
 * @param cut whether emergencies of late may be among those
 */
public record HomeView(
        String name,
        List<Look> emergencies,
        List<Consent> ending,
        List<Consent> active,
        List<Look> recent,
        Optional<Instant> since,
        boolean cut) {
    private static final Duration OF_LATE = Duration.ofDays(30);
    private static final int DAYS_SOON = 30;
    private static final int FEW = 3;

    static HomeView of(String name, List<Consent> consents, Looked looked, Visit visit) {
        var m = visit.messages();
        var active = consents.stream().filter(Consent::isActive).toList();
        var soon = m.today().plusDays(DAYS_SOON);
        var looks = looked.looks();
        return new HomeView(
                name,
                looks.stream()
                        .filter(look -> look.wasEmergency() && isOfLate(look.at(), m.now()))
                        .toList(),
                active.stream()
                        .filter(c -> c.terms().until().filter(soon::isAfter).isPresent())
                        .toList(),
                active,
                looks.stream().filter(Look::isByOthers).limit(FEW).toList(),
                looked.since(),
                looked.since().filter(since -> isOfLate(since, m.now())).isPresent());
    }

    public Optional<Consent> treatment() {
        return active.stream()
                .filter(c -> c.terms() instanceof ConsentTerms.Treatment)
                .findFirst();
    }

    public Optional<Consent> research() {
        return active.stream()
                .filter(c -> c.terms() instanceof ConsentTerms.Research)
                .findFirst();
    }

    public boolean needsNothing() {
        return emergencies.isEmpty() && !cut && ending.isEmpty() && treatment().isPresent();
    }

    private static boolean isOfLate(Instant at, Instant now) {
        return at.isAfter(now.minus(OF_LATE));
    }

    @Override
    public String toString() {
        return "HomeView[REDACTED]";
    }
}
