package org.healthsphere.node.fhir.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.node.store.index.DateRange;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * A search for AuditEvents: by {@code patient}, {@code agent}, {@code date}, {@code type}, {@code subtype}, {@code entity},
 * {@code action}, {@code outcome} and {@code _id}.
 *
 * @param patient whose alone are sought, if anybody's
 * @param after the id of the last one of the page before
 */
record AuditQuery(
        Optional<String> patient, Predicate<AuditEntry> meets, int count, Optional<Instant> before, Optional<String> after) {
    static final String PAGE = "_page";
    private static final int USUAL_COUNT = 50;
    private static final int MOST = 1_000;
    /** So many entries are looked at for one page; who wants more names a patient or a time. */
    private static final int MOST_LOOKED_AT = 200_000;

    /** @param patient whose they are, where only one's were asked for */
    record Page(List<AuditEntry> entries, Optional<String> next, Optional<String> patient) {
        Page {
            entries = List.copyOf(entries);
        }
    }

    static Outcome<AuditQuery> of(Parameters asked) {
        List<Problem> problems = new ArrayList<>();
        Predicate<AuditEntry> meets = _ -> true;
        Optional<Instant> before = Optional.empty();
        for (var parameter : asked.all()) {
            var one = predicate(parameter, problems);
            meets = meets.and(one);
            if (parameter.name().equals("date")) {
                before = earlier(before, upper(parameter.value()));
            }
        }
        var count = asked.last("_count").filter(text -> text.matches("\\d{1,4}")).map(Integer::parseInt);
        return problems.isEmpty()
                ? Outcome.of(new AuditQuery(
                        asked.last("patient").map(AuditQuery::id),
                        meets,
                        Math.max(1, Math.min(MOST, count.orElse(USUAL_COUNT))),
                        before,
                        asked.last(PAGE)))
                : Outcome.failed(new Fault.Invalid(problems));
    }

    private static Predicate<AuditEntry> predicate(Parameter asked, List<Problem> problems) {
        var values = Arrays.asList(asked.value().split(",", -1));
        return switch (asked.name()) {
            case "patient" -> any(values, (entry, v) -> entry.event().patient().filter(id(v)::equals).isPresent());
            case "agent", "agent:identifier" -> any(values, AuditQuery::isAgent);
            case "entity" -> any(values, AuditQuery::isAbout);
            case "type" -> any(values, (entry, v) -> isCode(type(entry), v));
            case "subtype" -> any(values, (entry, v) -> subtypes(entry).anyMatch(code -> isCode(code, v)));
            case "action" -> any(values, (entry, v) -> Pattern.of(entry.event()).action().equals(v));
            case "outcome" -> any(values, (entry, v) -> outcome(entry.event()).equals(v));
            case "_id" -> any(values, (entry, v) -> Balp.id(entry).equals(v));
            case "date" -> date(asked.value(), problems);
            case "_count", "_format", "_pretty", PAGE -> _ -> true;
            case "_sort" -> {
                if (!asked.value().equals("-date")) {
                    problems.add(new Problem("_sort", "is -date here: the newest come first"));
                }
                yield _ -> true;
            }
            default -> {
                problems.add(new Problem(asked.name(), "is no search parameter of AuditEvent here"));
                yield _ -> true;
            }
        };
    }

    private interface Test {
        boolean holds(AuditEntry entry, String value);
    }

    private static Predicate<AuditEntry> any(List<String> values, Test test) {
        return entry -> values.stream().anyMatch(value -> test.holds(entry, value));
    }

    private static String id(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    /** A user's id, with his hospital before it or not. */
    private static boolean isAgent(AuditEntry entry, String value) {
        var requester = entry.event().requester();
        var name = value.substring(value.indexOf('|') + 1);
        return name.equals(requester.subject())
                || name.equals(requester.member() + "/" + requester.subject())
                || name.equals(requester.member().value());
    }

    private static boolean isAbout(AuditEntry entry, String value) {
        var event = entry.event();
        var names = Pattern.of(event) == Pattern.QUERY ? List.<String>of() : event.what();
        return names.stream().anyMatch(what -> what.equals(value) || what.startsWith(value + "/"))
                || event.patient().filter(patient -> value.equals("Patient/" + patient)).isPresent()
                || event.consent().filter(consent -> value.equals("Consent/" + consent)).isPresent();
    }

    private static String type(AuditEntry entry) {
        return Pattern.of(entry.event()).type(entry.event().code()).toString();
    }

    private static Stream<String> subtypes(AuditEntry entry) {
        return Stream.concat(
                Pattern.of(entry.event()).subtype().map(Object::toString).stream(),
                Stream.of(Pattern.CODES + "|"
                        + entry.event().code().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private static boolean isCode(String coding, String value) {
        return coding.equals(value) || (value.indexOf('|') < 0 && coding.endsWith("|" + value));
    }

    private static String outcome(AuditEvent event) {
        return event.result() == Result.PERMITTED ? "0" : event.result() == Result.DENIED ? "4" : "8";
    }

    private static Predicate<AuditEntry> date(String value, List<Problem> problems) {
        var prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
        var prefix = prefixed ? value.substring(0, 2) : "eq";
        var range = DateRange.parse(prefixed ? value.substring(2) : value);
        if (range.isEmpty()) {
            problems.add(new Problem("date", "is a date or a time, perhaps with ge, gt, le or lt before it"));
            return _ -> true;
        }
        var low = range.get().low();
        var high = range.get().high();
        return switch (prefix) {
            case "eq" -> entry -> millis(entry) >= low && millis(entry) <= high;
            case "ge" -> entry -> millis(entry) >= low;
            case "gt", "sa" -> entry -> millis(entry) > high;
            case "le" -> entry -> millis(entry) <= high;
            case "lt", "eb" -> entry -> millis(entry) < low;
            default -> {
                problems.add(new Problem("date", "has a prefix that is none of eq, ge, gt, le, lt, sa and eb"));
                yield _ -> true;
            }
        };
    }

    private static long millis(AuditEntry entry) {
        return entry.time().toEpochMilli();
    }

    /** Up to when entries may meet a date. */
    private static Optional<Instant> upper(String value) {
        var prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
        var prefix = prefixed ? value.substring(0, 2) : "eq";
        return List.of("eq", "le", "lt", "eb").contains(prefix)
                ? DateRange.parse(prefixed ? value.substring(2) : value)
                        .map(range -> Instant.ofEpochMilli(range.high()).plusMillis(1))
                : Optional.empty();
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
    }

    /** @param only the one patient about whom alone may be known, if so */
    Outcome<Page> page(AuditLog log, Optional<String> only, Predicate<AuditEntry> mayKnow) {
        var whose = patient.or(() -> only);
        List<AuditEntry> found = new ArrayList<>();
        var looked = 0;
        var passed = after.isEmpty();
        try (var all = whose.isPresent()
                ? log.ofPatient(whose.get(), Integer.MAX_VALUE).stream()
                : log.before(before)) {
            for (var entries = all.iterator(); entries.hasNext() && found.size() <= count; ) {
                var entry = entries.next();
                if (!passed) {
                    passed = Balp.id(entry).equals(after.get());
                } else if (mayKnow.test(entry) && meets.test(entry)) {
                    found.add(entry);
                }
                if (looked++ > MOST_LOOKED_AT) {
                    return Outcome.failed(new Fault.TooCostly("name a patient, or a time: date=ge2026-03-01"));
                }
            }
        }
        var more = found.size() > count;
        var shown = more ? found.subList(0, count) : found;
        return Outcome.of(new Page(
                shown, more ? Optional.of(Balp.id(shown.getLast())) : Optional.empty(), whose));
    }

    /** The entry of an AuditEvent. */
    static Optional<AuditEntry> withId(AuditLog log, String id) {
        var dash = id.indexOf('-');
        return dash > 0 && id.substring(0, dash).matches("\\d{1,18}")
                ? log.numbered(Long.parseLong(id.substring(0, dash))).stream()
                        .filter(entry -> Balp.id(entry).equals(id))
                        .findFirst()
                : Optional.empty();
    }
}
