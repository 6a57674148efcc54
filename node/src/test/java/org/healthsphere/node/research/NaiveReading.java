package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Comparison;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.Value;
import org.healthsphere.node.research.FhirWorld.Written;

/** The language of cohorts read aloud over FHIR resources: slow, and sharing no line with what it checks. */
final class NaiveReading {
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);
    private static final Set<String> FINAL =
            Set.of("final", "amended", "corrected", "completed", "active", "inactive", "finished", "in-progress");
    private static final Map<String, String> DATES =
            Map.of("Condition", "onset", "Observation", "effective", "Procedure", "performed");

    private final List<Written> patients;
    private final Map<String, List<Written>> records;

    NaiveReading(List<Written> all) {
        this.patients = all.stream().filter(one -> one.type().equals("Patient")).toList();
        this.records = all.stream()
                .filter(one -> !one.type().equals("Patient"))
                .flatMap(one -> Stream.concat(Stream.of(one), parts(one)))
                .collect(Collectors.groupingBy(Written::patient));
    }

    /** Each component as a record of its own, with what is said of the whole. */
    private static Stream<Written> parts(Written whole) {
        return whole.json().path("component").valueStream().map(component -> {
            var json = whole.json().deepCopy();
            json.remove(List.of("component", "code"));
            json.setAll((ObjectNode) component);
            return new Written(whole.type(), whole.id(), whole.patient(), json);
        });
    }

    /** From the first day that it may be to the last one. */
    private record Days(LocalDate from, LocalDate to) {
        boolean areCertain() {
            return !to.equals(NEVER);
        }
    }

    Set<String> members(Cohort cohort) {
        return patients.stream()
                .filter(patient -> holds(cohort, patient))
                .map(Written::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean holds(Cohort cohort, Written patient) {
        return switch (cohort) {
            case Cohort.And(var all) -> all.stream().allMatch(part -> holds(part, patient));
            case Cohort.Or(var any) -> any.stream().anyMatch(part -> holds(part, patient));
            case Cohort.Not(var inner) -> !holds(inner, patient);
            case Cohort.AtLeast(var number, var of) ->
                of.stream().filter(part -> holds(part, patient)).count() >= number;
            case Cohort.OfSex(var sex) ->
                Set.of(patient.json().path("gender").asText("unknown"))
                        .contains(sex == Sex.UNKNOWN ? "unknown" : sex.code());
            case Cohort.Deceased _ ->
                patient.json().has("deceasedDateTime")
                        || patient.json().path("deceasedBoolean").asBoolean();
            case Cohort.Region(var start) ->
                patient.json()
                        .path("address")
                        .valueStream()
                        .anyMatch(address -> !address.path("use").asText().equals("old")
                                && address.path("postalCode").asText().startsWith(start));
            case Cohort.Age(var at, var least, var most) -> isOfAge(patient, at, least, most);
            case Cohort.Has has -> matching(has, patient).size() >= has.atLeast();
            case Cohort.AgeAt(var event, var least, var most) ->
                days(event, patient).stream()
                        .anyMatch(days ->
                                isOfAge(patient, days.from(), least, most) && isOfAge(patient, days.to(), least, most));
            case Cohort.Sequence sequence ->
                days(sequence.first(), patient).stream().anyMatch(days -> follows(days, sequence, patient));
        };
    }

    private static boolean isOfAge(Written patient, LocalDate at, int least, int most) {
        var born = days(patient.json().path("birthDate"));
        return born.isPresent()
                && !born.get().to().isAfter(at)
                && Period.between(born.get().to(), at).getYears() >= least
                && Period.between(born.get().from(), at).getYears() <= most;
    }

    private boolean follows(Days first, Cohort.Sequence sequence, Written patient) {
        return matching(sequence.then(), patient).stream()
                        .flatMap(then -> day(then).stream())
                        .filter(Days::areCertain)
                        .filter(then -> !then.from().isBefore(first.to().plusDays(sequence.least()))
                                && !then.to().isAfter(first.from().plusDays(sequence.most())))
                        .count()
                >= sequence.then().atLeast();
    }

    private List<Days> days(Cohort.Event event, Written patient) {
        var found = matching(event.has(), patient).stream().map(this::day).toList();
        var certain = found.stream().flatMap(Optional::stream).toList();
        if (found.size() < event.has().atLeast() || found.isEmpty()) {
            return List.of();
        }
        return switch (event.which()) {
            case ANY -> certain.stream().filter(Days::areCertain).toList();
            case FIRST ->
                certain.size() < found.size()
                        ? List.of()
                        : Stream.of(new Days(least(certain, true), least(certain, false)))
                                .filter(Days::areCertain)
                                .toList();
            case LAST ->
                certain.size() < found.size()
                        ? List.of()
                        : Stream.of(new Days(greatest(certain, true), greatest(certain, false)))
                                .filter(Days::areCertain)
                                .toList();
        };
    }

    private static LocalDate least(List<Days> days, boolean from) {
        return ends(days, from).getFirst();
    }

    private static LocalDate greatest(List<Days> days, boolean from) {
        return ends(days, from).getLast();
    }

    private static List<LocalDate> ends(List<Days> days, boolean from) {
        var ends = new ArrayList<LocalDate>();
        days.forEach(one -> ends.add(from ? one.from() : one.to()));
        ends.sort(null);
        return ends;
    }

    private List<Written> matching(Cohort.Has has, Written patient) {
        return records.getOrDefault(patient.id(), List.of()).stream()
                .filter(one -> one.type().equals(has.type().resourceType()) && stands(one.json()))
                .filter(one -> isMeant(has.code(), code(one)))
                .filter(one -> has.when().isEmpty()
                        || day(one).filter(days -> !days.from()
                                                .isBefore(has.when().get().from())
                                        && !days.to().isAfter(has.when().get().to()))
                                .isPresent())
                .filter(one ->
                        has.value().isEmpty() || satisfies(one, has.value().get()))
                .filter(one -> has.circumstances().status().isEmpty()
                        || has.circumstances().status().contains(status(one)))
                .filter(one -> has.circumstances().within().isEmpty()
                        || matching(has.circumstances().within().get(), patient).stream()
                                .anyMatch(whole -> !whole.equals(one) && isPart(one, whole)))
                .toList();
    }

    private static String status(Written one) {
        return one.type().equals("Condition")
                ? one.json()
                        .path("clinicalStatus")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText()
                : one.json().path("status").asText();
    }

    private static boolean isPart(Written one, Written whole) {
        return one.id().equals(whole.id())
                || one.json().path("encounter").path("reference").asText().equals(whole.type() + "/" + whole.id());
    }

    private static boolean stands(JsonNode json) {
        var verified = json.path("verificationStatus")
                .path("coding")
                .path(0)
                .path("code")
                .asText();
        return (!json.has("status") || FINAL.contains(json.path("status").asText()))
                && !json.path("intent").asText().equals("plan")
                && !Set.of("refuted", "entered-in-error").contains(verified);
    }

    private static String code(Written one) {
        return switch (one.type()) {
            case "Encounter" -> one.json().path("class").path("code").asText();
            case "Consent" -> code(one.json().path("category").path(0));
            case "Device" -> code(one.json().path("type"));
            case "MedicationRequest" -> code(one.json().path("medicationCodeableConcept"));
            default -> code(one.json().path("code"));
        };
    }

    private static String code(JsonNode concept) {
        return concept.path("coding").path(0).path("code").asText();
    }

    private static boolean isMeant(Concepts concepts, String code) {
        return switch (concepts) {
            case Concepts.Codes(var codes) ->
                codes.stream().anyMatch(one -> one.code().equals(code));
            case Concepts.InValueSet _, Concepts.Expression _ -> code.equals("type-2-diabetes-kidney");
            case Concepts.IsA _ -> code.startsWith("type-2-diabetes");
        };
    }

    private Optional<Days> day(Written one) {
        var json = one.json();
        if (one.type().equals("MedicationRequest")) {
            return days(json.path("authoredOn"));
        }
        if (one.type().equals("Consent")) {
            return days(json.path("dateTime"));
        }
        if (one.type().equals("Encounter")) {
            return days(json.path("period").path("start"))
                    .map(start -> new Days(
                            start.from(),
                            days(json.path("period").path("end")).map(Days::to).orElse(NEVER)));
        }
        var prefix = DATES.getOrDefault(one.type(), "");
        var period = json.path(prefix + "Period");
        return json.has(prefix + "DateTime")
                ? days(json.path(prefix + "DateTime"))
                : days(period.path("start"))
                        .map(start -> new Days(
                                start.from(),
                                days(period.path("end")).map(Days::to).orElse(NEVER)));
    }

    private static Optional<Days> days(JsonNode date) {
        var text = date.asText();
        return switch (text.length()) {
            case 0 -> Optional.empty();
            case 4 -> Optional.of(new Days(LocalDate.parse(text + "-01-01"), LocalDate.parse(text + "-12-31")));
            case 7 ->
                Optional.of(new Days(
                        LocalDate.parse(text + "-01"), YearMonth.parse(text).atEndOfMonth()));
            default -> Optional.of(new Days(LocalDate.parse(text), LocalDate.parse(text)));
        };
    }

    private static boolean satisfies(Written one, Value value) {
        return switch (value) {
            case Comparison comparison -> satisfies(one, comparison);
            case Value.Range(var from, var to, var unit) ->
                satisfies(one, new Comparison(Comparison.Operator.GE, from, unit))
                        && satisfies(one, new Comparison(Comparison.Operator.LE, to, unit));
            case Value.OneOf(var concepts) -> isMeant(concepts, code(one.json().path("valueCodeableConcept")));
            case Value.Abnormal _ ->
                Set.of("H", "LL", "A")
                        .contains(code(one.json().path("interpretation").path(0)));
        };
    }

    private static boolean satisfies(Written one, Comparison comparison) {
        var quantity = one.json().path("valueQuantity");
        if (quantity.isMissingNode()) {
            return false;
        }
        var measured =
                inOne(quantity.path("code").asText(), quantity.path("value").decimalValue());
        var asked = inOne(comparison.unit(), comparison.value());
        var sign = measured.compareTo(asked);
        var below = comparison.operator() == Comparison.Operator.LT || comparison.operator() == Comparison.Operator.LE;
        return switch (quantity.path("comparator").asText()) {
            case "<" -> below && sign <= 0;
            case "<=" -> below && compares(comparison.operator(), sign);
            case ">" -> !below && sign >= 0;
            case ">=" -> !below && compares(comparison.operator(), sign);
            default -> compares(comparison.operator(), sign);
        };
    }

    private static boolean compares(Comparison.Operator operator, int sign) {
        return switch (operator) {
            case LT -> sign < 0;
            case LE -> sign <= 0;
            case GE -> sign >= 0;
            case GT -> sign > 0;
        };
    }

    /** In grams, grams per litre, per cent of the NGSP, or as it is. */
    private static BigDecimal inOne(String unit, BigDecimal value) {
        return switch (unit) {
            case "kg" -> value.multiply(new BigDecimal("1000"));
            case "[lb_av]" -> value.multiply(new BigDecimal("453.59237"));
            case "mg/dL" -> value.multiply(new BigDecimal("0.01"));
            case "mmol/mol" -> value.multiply(new BigDecimal("0.09148")).add(new BigDecimal("2.152"));
            default -> value;
        };
    }
}
