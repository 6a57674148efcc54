package org.healthsphere.federation.research.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Comparison;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.Value;
import org.healthsphere.federation.research.cohort.Window;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Coding;

/**
 * CCDL: inclusion criteria as a conjunction of disjunctions, without those of the exclusion criteria, a disjunction of conjunctions. A code stands
 * for itself and what is below it. A version of a code system is read and left: concepts are those of the version that a hospital has pinned.
 */
final class CcdlReader {
    private static final Pattern ANY = Pattern.compile("(?s).{0,1000}");
    private static final Pattern CODE = Pattern.compile("[!-{}~]{1,128}");
    private static final Pattern SYSTEM = Pattern.compile("[!-{}~]{1,255}");
    private static final Pattern UNIT = Pattern.compile("[!-~]{1,64}");
    private static final int MOST = 64;
    private static final Coding AGE = new Coding("http://snomed.info/sct", "424144002");
    private static final Coding SEX = new Coding("http://snomed.info/sct", "263495000");
    private static final Map<String, FactType> CONTEXTS = Map.of(
            "Diagnose", FactType.CONDITION,
            "Laboruntersuchung", FactType.OBSERVATION,
            "Prozedur", FactType.PROCEDURE);
    private static final Map<String, FactType> SYSTEMS = Map.of(
            "http://fhir.de/CodeSystem/bfarm/icd-10-gm", FactType.CONDITION,
            "http://fhir.de/CodeSystem/dimdi/icd-10-gm", FactType.CONDITION,
            "http://hl7.org/fhir/sid/icd-10", FactType.CONDITION,
            "http://loinc.org", FactType.OBSERVATION,
            "http://fhir.de/CodeSystem/bfarm/ops", FactType.PROCEDURE,
            "http://fhir.de/CodeSystem/dimdi/ops", FactType.PROCEDURE);
    private static final Set<String> YEARS = Set.of("a", "year", "years");
    private static final LocalDate ALWAYS = LocalDate.of(1900, 1, 1);
    private static final LocalDate FOREVER = LocalDate.of(2199, 12, 31);
    /** Stands where a part could not be read; the problem that goes with it is the answer. */
    private static final Cohort UNREAD = new Cohort.OfSex(Sex.UNKNOWN);

    private final LocalDate at;

    CcdlReader(LocalDate at) {
        this.at = at;
    }

    Cohort cohort(StrictObject json) {
        for (var name : List.of("version", "display")) {
            if (json.has(name)) {
                var _ = json.text(name, ANY);
            }
        }
        List<Cohort> all = new ArrayList<>();
        groups(json, "inclusionCriteria")
                .forEach(any -> all.add(any.size() == 1 ? any.getFirst() : new Cohort.Or(any)));
        if (json.has("exclusionCriteria")) {
            groups(json, "exclusionCriteria")
                    .forEach(
                            both -> all.add(new Cohort.Not(both.size() == 1 ? both.getFirst() : new Cohort.And(both))));
        }
        if (all.isEmpty()) {
            json.problem("has criteria");
            return UNREAD;
        }
        return all.size() == 1 ? all.getFirst() : new Cohort.And(all);
    }

    private List<List<Cohort>> groups(StrictObject json, String name) {
        return json.lists(name, MOST, MOST, this::criterion).stream()
                .filter(group -> !group.isEmpty())
                .toList();
    }

    private Cohort criterion(StrictObject json) {
        var codes = json.objects("termCodes", 1, MOST, CcdlReader::termCode);
        var context = json.has("context") ? json.object("context", CcdlReader::context) : "";
        var value = json.has("valueFilter")
                ? Optional.of(json.object("valueFilter", CcdlReader::filter))
                : Optional.<Filter>empty();
        var when = json.has("timeRestriction")
                ? json.object("timeRestriction", CcdlReader::window)
                : Optional.<Window>empty();
        refuseOthers(json);
        return codes.contains(AGE) || codes.contains(SEX)
                ? person(json, codes, value, when)
                : records(json, codes, context, value, when);
    }

    private static void refuseOthers(StrictObject json) {
        if (json.has("attributeFilters") && !json.any("attributeFilters").isEmpty()) {
            json.problem("attributeFilters cannot be said in a cohort");
        }
        if (json.has("display")) {
            var _ = json.text("display", ANY);
        }
    }

    private Cohort person(StrictObject json, List<Coding> codes, Optional<Filter> value, Optional<Window> when) {
        if (codes.size() > 1) {
            json.problem("termCodes name what a patient is, and something else");
        }
        if (when.isPresent()) {
            json.problem("timeRestriction has no meaning for what a patient is");
        }
        return codes.contains(AGE) ? age(json, value) : sex(json, value);
    }

    private static Cohort records(
            StrictObject json, List<Coding> codes, String context, Optional<Filter> value, Optional<Window> when) {
        return any(codes.stream()
                .map(code -> has(json, code, context, value, when))
                .toList());
    }

    private static Cohort has(
            StrictObject json, Coding code, String context, Optional<Filter> value, Optional<Window> when) {
        var type = Optional.ofNullable(context.isEmpty() ? SYSTEMS.get(code.system()) : CONTEXTS.get(context));
        if (type.isEmpty()) {
            json.problem(
                    context.isEmpty()
                            ? "termCodes of " + code.system() + " say of no type of record what they mean"
                            : "context " + context + " cannot be said in a cohort");
            return UNREAD;
        }
        return new Cohort.Has(
                type.get(), new Concepts.IsA(code), value.flatMap(filter -> filter.value(json)), when, 1);
    }

    private static Coding termCode(StrictObject json) {
        for (var name : List.of("version", "display")) {
            if (json.has(name)) {
                var _ = json.text(name, ANY);
            }
        }
        return new Coding(json.text("system", SYSTEM), json.text("code", CODE));
    }

    private static String context(StrictObject json) {
        return termCode(json).code();
    }

    private static Optional<Window> window(StrictObject json) {
        var from = json.has("afterDate") ? json.date("afterDate") : ALWAYS;
        var to = json.has("beforeDate") ? json.date("beforeDate") : FOREVER;
        if (to.isBefore(from)) {
            json.problem("ends before it begins");
            return Optional.empty();
        }
        return Optional.of(new Window(from, to));
    }

    /** A filter of values, of one of three types. */
    private record Filter(
            String type, String operator, BigDecimal low, BigDecimal high, String unit, List<Coding> concepts) {
        /** What it asks of one record. */
        Optional<Value> value(StrictObject json) {
            if (!type.equals("concept") && unit.isEmpty()) {
                json.problem("valueFilter has a unit");
            }
            return switch (type) {
                case "concept" ->
                    Optional.of(new Value.OneOf(new Concepts.Codes(concepts.stream().collect(Collectors.toSet()))));
                case "quantity-range" -> range(json, low, high);
                default -> operator.equals("eq") ? range(json, low, low) : comparison(json);
            };
        }

        private Optional<Value> range(StrictObject json, BigDecimal from, BigDecimal to) {
            if (from.compareTo(to) > 0) {
                json.problem("valueFilter ends before it begins");
                return Optional.empty();
            }
            return Optional.of(new Value.Range(from, to, unit));
        }

        private Optional<Value> comparison(StrictObject json) {
            var known = Optional.ofNullable(Comparison.Operator.byCode().get(operator));
            if (known.isEmpty()) {
                json.problem("valueFilter comparator " + operator + " cannot be said of one record");
            }
            return known.map(op -> new Comparison(op, low, unit));
        }
    }

    private static Filter filter(StrictObject json) {
        var type = json.word(
                "type",
                Map.of(
                        "quantity-comparator", "quantity-comparator",
                        "quantity-range", "quantity-range",
                        "concept", "concept"));
        return switch (type) {
            case "quantity-comparator" ->
                new Filter(
                        type,
                        json.text("comparator", Pattern.compile("gt|ge|lt|le|eq|ne")),
                        json.decimal("value"),
                        BigDecimal.ZERO,
                        unit(json),
                        List.of());
            case "quantity-range" ->
                new Filter(type, "", json.decimal("minValue"), json.decimal("maxValue"), unit(json), List.of());
            default ->
                new Filter(
                        type,
                        "",
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        "",
                        json.objects("selectedConcepts", 1, MOST, CcdlReader::termCode));
        };
    }

    private static String unit(StrictObject json) {
        return json.has("unit")
                ? json.object("unit", unit -> {
                    if (unit.has("display")) {
                        var _ = unit.text("display", ANY);
                    }
                    return unit.text("code", UNIT);
                })
                : "";
    }

    private Cohort age(StrictObject json, Optional<Filter> filter) {
        var value = filter.filter(given -> YEARS.contains(given.unit()));
        if (value.isEmpty()) {
            json.problem("age is filtered by years");
            return UNREAD;
        }
        var low = value.get().low();
        var ceiling = low.setScale(0, RoundingMode.CEILING).intValue();
        var floor = low.setScale(0, RoundingMode.FLOOR).intValue();
        return switch (value.get().operator()) {
            case "ge" -> years(json, ceiling, Cohort.Age.OLDEST);
            case "gt" -> years(json, floor + 1, Cohort.Age.OLDEST);
            case "le" -> years(json, 0, floor);
            case "lt" -> years(json, 0, ceiling - 1);
            case "eq" -> years(json, ceiling, floor);
            case "ne" -> new Cohort.Not(years(json, ceiling, floor));
            default ->
                years(
                        json,
                        ceiling,
                        value.get().high().setScale(0, RoundingMode.FLOOR).intValue());
        };
    }

    private Cohort years(StrictObject json, int least, int most) {
        if (least < 0 || most > Cohort.Age.OLDEST || least > most) {
            json.problem("ages lie between 0 and " + Cohort.Age.OLDEST);
            return UNREAD;
        }
        return new Cohort.Age(at, least, most);
    }

    private static Cohort sex(StrictObject json, Optional<Filter> filter) {
        List<Cohort> sexes = filter.map(Filter::concepts).orElse(List.of()).stream()
                .flatMap(concept -> Optional.ofNullable(Sex.byCode().get(concept.code())).stream())
                .<Cohort>map(Cohort.OfSex::new)
                .toList();
        if (sexes.isEmpty()
                || sexes.size() < filter.map(given -> given.concepts().size()).orElse(0)) {
            json.problem("gender is one of "
                    + Sex.byCode().keySet().stream().sorted().toList());
            return UNREAD;
        }
        return any(sexes);
    }

    private static Cohort any(List<Cohort> parts) {
        return switch (parts.size()) {
            case 0 -> UNREAD;
            case 1 -> parts.getFirst();
            default -> new Cohort.Or(parts);
        };
    }
}
