package org.healthsphere.federation.research.analysis;

import org.healthsphere.specs.Outcome;

/**
 * How long each patient of a site was followed, and whether the event ended it: never leaves the site.
 *
 * @param times at least 0
 * @param events 1 where the event was seen, 0 where the patient was censored
 */
public record FollowUp(Vector times, Vector events) {
    public FollowUp {
        if (times.length() != events.length()) {
            throw new IllegalArgumentException("each time ends in an event or in none");
        }
    }

    public static Outcome<FollowUp> of(Vector times, Vector events) {
        if (events.length() != times.length()) {
            return Outcome.failed(Refusals.shape("events", times.length()));
        }
        if (!times.stream().allMatch(time -> Double.isFinite(time) && time >= 0)) {
            return Outcome.failed(Refusals.times());
        }
        if (!events.stream().allMatch(event -> event == 0 || event == 1)) {
            return Outcome.failed(Refusals.response("0 or 1"));
        }
        return Outcome.of(new FollowUp(times, events));
    }

    public int patients() {
        return times.length();
    }

    boolean event(int patient) {
        return events.at(patient) == 1;
    }
}
