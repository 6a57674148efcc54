package org.healthsphere.node.fhir;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.DateRange;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A history as it was asked over the wire: {@code _since}, {@code _at} and {@code _count} (FHIR R4, 3.1.0.9). */
final class HistoryRequest {
    private static final int USUAL_COUNT = 50;
    private static final int MOST = 1_000;
    private static final Set<String> KNOWN =
            Set.of("_since", "_at", "_count", SearchRequest.PAGE, "_format", "_pretty", "_summary", "_elements");

    private HistoryRequest() {}

    static Outcome<Past> of(Optional<String> type, Optional<ResourceId> id, Parameters asked) {
        var problems = new ArrayList<Problem>();
        asked.all().stream()
                .map(Parameter::name)
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> problems.add(new Problem(name, "is no parameter of a history here")));
        var since = asked.last("_since").map(text -> instant(text, problems)).orElse(Instant.MIN);
        var during = asked.last("_at").flatMap(text -> span(text, problems));
        var count = asked.last("_count").map(text -> count(text, problems)).orElse(USUAL_COUNT);
        return problems.isEmpty()
                ? Outcome.of(new Past(type, id, since, count, asked.last(SearchRequest.PAGE), during))
                : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
    }

    private static Instant instant(String text, List<Problem> problems) {
        try {
            return OffsetDateTime.parse(unspaced(text)).toInstant();
        } catch (DateTimeParseException e) {
            problems.add(new Problem("_since", "is an instant, for instance 2026-03-01T12:00:00Z"));
            return Instant.MIN;
        }
    }

    /** A plus in a URL that was not encoded arrives as a space. */
    private static String unspaced(String text) {
        return text.replace(' ', '+');
    }

    private static Optional<Past.Span> span(String text, List<Problem> problems) {
        var range = DateRange.parse(unspaced(text));
        if (range.isEmpty()) {
            problems.add(new Problem("_at", "is a date or a time, for instance 2026-03 or 2026-03-01T12:00:00Z"));
        }
        return range.map(r -> new Past.Span(Instant.ofEpochMilli(r.low()), Instant.ofEpochMilli(r.high())));
    }

    private static int count(String text, List<Problem> problems) {
        if (!text.matches("\\d{1,9}")) {
            problems.add(new Problem("_count", "is not a number"));
            return 0;
        }
        return Math.min(MOST, Integer.parseInt(text));
    }
}
