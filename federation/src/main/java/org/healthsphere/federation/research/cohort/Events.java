package org.healthsphere.federation.research.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.AgeAt;
import org.healthsphere.federation.research.cohort.Cohort.Sequence;
import org.healthsphere.federation.research.cohort.Cohort.Which;

/** Criteria about the days of records. A day that is not certain is a range of days, and what is asked must hold on each of them. */
final class Events {
    private Events() {}

    /** From the first day that it may be to the last one. */
    private record Days(int earliest, int latest) {
        boolean areKnown() {
            return earliest != PatientFacts.NEVER_BEFORE && latest != PatientFacts.NEVER_AFTER;
        }
    }

    static Criterion age(AgeAt age, HasFacts event) {
        return patient -> days(patient, event, age.event().which()).stream()
                .anyMatch(days -> isOfAge(patient, age, days.earliest()) && isOfAge(patient, age, days.latest()));
    }

    private static boolean isOfAge(PatientFacts patient, AgeAt age, int day) {
        return new BornWithin(new Age(LocalDate.ofEpochDay(day), age.least(), age.most())).holds(patient);
    }

    static Criterion sequence(Sequence sequence, HasFacts first, HasFacts then) {
        return patient -> days(patient, first, sequence.first().which()).stream()
                .anyMatch(days -> following(patient, days, sequence, then)
                        >= sequence.then().atLeast());
    }

    private static long following(PatientFacts patient, Days days, Sequence sequence, HasFacts then) {
        var found = 0L;
        for (var fact = 0; fact < patient.facts(); fact++) {
            if (then.matches(patient, fact)
                    && (long) patient.earliest(fact) - days.latest() >= sequence.least()
                    && (long) patient.latest(fact) - days.earliest() <= sequence.most()) {
                found++;
            }
        }
        return found;
    }

    /** The days that an event may have had; none where there is no such record, or fewer than are asked for. */
    private static List<Days> days(PatientFacts patient, HasFacts event, Which which) {
        List<Days> all = new ArrayList<>();
        for (var fact = 0; fact < patient.facts(); fact++) {
            if (event.matches(patient, fact)) {
                all.add(new Days(patient.earliest(fact), patient.latest(fact)));
            }
        }
        return all.size() < event.atLeast()
                ? List.of()
                : chosen(all, which).stream().filter(Days::areKnown).toList();
    }

    private static List<Days> chosen(List<Days> all, Which which) {
        return switch (which) {
            case ANY -> all;
            case FIRST ->
                List.of(new Days(
                        all.stream().mapToInt(Days::earliest).min().orElseThrow(),
                        all.stream().mapToInt(Days::latest).min().orElseThrow()));
            case LAST ->
                List.of(new Days(
                        all.stream().mapToInt(Days::earliest).max().orElseThrow(),
                        all.stream().mapToInt(Days::latest).max().orElseThrow()));
        };
    }
}
