package org.healthsphere.federation.research.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Version 1 of the cohort language, in JSON. What it does not know it refuses. */
final class CohortReader {
    private static final int MAX_DEPTH = 16;
    /** For the whole question, so that its flattened normal form can be read, too. */
    private static final int MAX_PARTS = 64;

    private static final int MAX_CODES = 1000;
    private static final long MIN_EPSILON_MICROS = 1_000;
    private static final long MAX_EPSILON_MICROS = 10_000_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern CONCEPT = Pattern.compile("[!-{}~]{1,255}\\|[!-{}~]{1,128}");
    private static final Pattern CANONICAL = Pattern.compile("[!-~]{1,255}");
    private static final Pattern CODE = Pattern.compile("[!-{}~]{1,128}");
    private static final Pattern STATUS = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final Pattern REGION = Pattern.compile("[0-9A-Z]{" + Cohort.Region.CHARACTERS + "}");
    private static final Pattern EXPRESSION = Pattern.compile("[ -~]{1,1000}");
    private static final Pattern EDITION =
            Pattern.compile("http://snomed\\.info/x?sct/[0-9]{6,18}(/version/[0-9]{8})?");
    private static final int MOST_STATUS = 16;
    /** A component of a panel during an encounter. */
    private static final int MOST_WHOLES = 2;

    private static final Pattern UCUM = Pattern.compile("[!-~]{1,64}");
    private static final Map<String, PurposeOfUse> PURPOSES =
            Map.of("HRESCH", PurposeOfUse.HRESCH, "PUBHLTH", PurposeOfUse.PUBHLTH);
    /** Stands where a part could not be read; the problem that goes with it is the answer. */
    private static final Cohort UNREAD = new OfSex(Sex.UNKNOWN);

    private CohortReader() {}

    static Outcome<CohortQuery> read(byte[] json) {
        return StrictObject.read(json, CohortReader::query);
    }

    private static CohortQuery query(StrictObject json) {
        var _ = json.integer("v", 1, 1);
        var id = json.has("id") ? json.text("id", NAME) : "";
        var purpose = json.object("purpose", CohortReader::purpose);
        var tier = json.word("tier", Tier.byName());
        var epsilon = json.integer("epsilonMicros", MIN_EPSILON_MICROS, MAX_EPSILON_MICROS);
        var cohort = json.object("cohort", CohortReader::cohort);
        var outputs = json.objects("out", 1, 1, out -> output(out, cohort));
        var output = outputs.isEmpty() ? new Output.Count() : outputs.getFirst();
        return new CohortQuery(id, purpose.act(), purpose.study(), tier, epsilon, new CohortQuery.Body(cohort, output));
    }

    static Cohort cohort(StrictObject json) {
        var cohort = cohort(json, MAX_DEPTH);
        if (leaves(cohort) > MAX_PARTS) {
            json.problem("has more than " + MAX_PARTS + " criteria");
        }
        return cohort;
    }

    private static int leaves(Cohort cohort) {
        return switch (cohort) {
            case And(var all) -> all.stream().mapToInt(CohortReader::leaves).sum();
            case Or(var any) -> any.stream().mapToInt(CohortReader::leaves).sum();
            case Not(var inner) -> leaves(inner);
            case Cohort.AtLeast(var _, var of) ->
                of.stream().mapToInt(CohortReader::leaves).sum();
            case Age _, OfSex _, Cohort.Deceased _, Cohort.Region _ -> 1;
            case Has _, Cohort.AgeAt _, Cohort.Sequence _ ->
                Math.toIntExact(cohort.records().count());
        };
    }

    private record Purpose(PurposeOfUse act, String study) {}

    private static Purpose purpose(StrictObject json) {
        return new Purpose(json.word("act", PURPOSES), json.text("study", NAME));
    }

    private static Output output(StrictObject json, Cohort cohort) {
        return switch (json.oneOf(List.of("count", "bySex", "byAge", "flow"))) {
            case "count" -> json.object("count", _ -> new Output.Count());
            case "bySex" -> json.object("bySex", _ -> new Output.BySex());
            case "flow" -> json.object("flow", _ -> Output.Flow.of(cohort));
            case "byAge" -> json.object("byAge", age -> new Output.ByAge(age.date("at")));
            default -> new Output.Count();
        };
    }

    private static Cohort cohort(StrictObject json, int depth) {
        if (depth == 0) {
            json.problem("is nested deeper than " + MAX_DEPTH);
            return UNREAD;
        }
        return switch (json.oneOf(List.of("and", "or", "not", "demo", "has", "atLeast", "seq"))) {
            case "and" -> parts(json, "and", depth).<Cohort>map(And::new).orElse(UNREAD);
            case "or" -> parts(json, "or", depth).<Cohort>map(Or::new).orElse(UNREAD);
            case "not" -> new Not(json.object("not", part -> cohort(part, depth - 1)));
            case "demo" -> json.object("demo", CohortReader::demo);
            case "has" -> json.object("has", CohortReader::has);
            case "atLeast" -> json.object("atLeast", part -> atLeast(part, depth));
            case "seq" -> json.object("seq", CohortReader::sequence);
            default -> UNREAD;
        };
    }

    private static Optional<List<Cohort>> parts(StrictObject json, String name, int depth) {
        return Optional.of(json.objects(name, 1, MAX_PARTS, part -> cohort(part, depth - 1)))
                .filter(parts -> !parts.isEmpty());
    }

    private static Cohort atLeast(StrictObject json, int depth) {
        var number = Math.toIntExact(json.integer("n", 1, MAX_PARTS));
        var of = parts(json, "of", depth).orElse(List.of(UNREAD));
        if (number > of.size()) {
            json.problem("n is greater than the number of parts");
            return UNREAD;
        }
        return new Cohort.AtLeast(number, of);
    }

    private static Cohort sequence(StrictObject json) {
        var first =
                new Cohort.Event(json.object("first", CohortReader::has), json.word("which", Cohort.Which.byCode()));
        var then = json.object("then", CohortReader::has);
        var gap = json.object("gap", CohortReader::gap);
        return new Cohort.Sequence(first, then, gap.least(), gap.most());
    }

    /** Both ends included. */
    private record Range(int least, int most) {}

    private static Range gap(StrictObject json) {
        var least = Math.toIntExact(json.integer("min", -Cohort.Sequence.LONGEST, Cohort.Sequence.LONGEST));
        var most = Math.toIntExact(json.integer("max", -Cohort.Sequence.LONGEST, Cohort.Sequence.LONGEST));
        if (least > most) {
            json.problem("min is above max");
            return new Range(most, most);
        }
        return new Range(least, most);
    }

    private static Cohort demo(StrictObject json) {
        return switch (json.oneOf(List.of("age", "sex", "ageAt", "deceased", "region"))) {
            case "age" -> json.object("age", CohortReader::age);
            case "ageAt" -> json.object("ageAt", CohortReader::ageAt);
            case "sex" -> new OfSex(json.word("sex", Sex.byCode()));
            case "deceased" -> json.yes("deceased") ? new Cohort.Deceased() : UNREAD;
            case "region" -> region(json);
            default -> UNREAD;
        };
    }

    private static Cohort region(StrictObject json) {
        var start = json.text("region", REGION);
        return start.isEmpty() ? UNREAD : new Cohort.Region(start);
    }

    private static Cohort age(StrictObject json) {
        var at = json.date("at");
        return years(json)
                .<Cohort>map(years -> new Age(at, years.least(), years.most()))
                .orElse(UNREAD);
    }

    private static Cohort ageAt(StrictObject json) {
        var event = new Cohort.Event(json.object("has", CohortReader::has), json.word("which", Cohort.Which.byCode()));
        return years(json)
                .<Cohort>map(years -> new Cohort.AgeAt(event, years.least(), years.most()))
                .orElse(UNREAD);
    }

    private static Optional<Range> years(StrictObject json) {
        if (!json.has("min") && !json.has("max")) {
            json.problem("has a min, a max or both");
        }
        var least = json.has("min") ? json.integer("min", 0, Age.OLDEST) : 0;
        var most = json.has("max") ? json.integer("max", 0, Age.OLDEST) : Age.OLDEST;
        if (least > most) {
            json.problem("min is above max");
            return Optional.empty();
        }
        return Optional.of(new Range(Math.toIntExact(least), Math.toIntExact(most)));
    }

    static Has has(StrictObject json) {
        return has(json, MOST_WHOLES);
    }

    private static Has has(StrictObject json, int wholes) {
        return new Has(
                json.word("type", FactType.byName()),
                json.object("code", CohortReader::concepts),
                json.has("value") ? json.object("value", CohortReader::value) : Optional.empty(),
                json.has("when") ? json.object("when", CohortReader::window) : Optional.empty(),
                json.has("atLeast") ? Math.toIntExact(json.integer("atLeast", 1, MAX_CODES)) : 1,
                new Cohort.Circumstances(status(json), within(json, wholes)));
    }

    private static Set<String> status(StrictObject json) {
        if (!json.has("status")) {
            return Set.of();
        }
        var codes = json.each("status", 1, MOST_STATUS);
        if (!codes.stream()
                .allMatch(code -> code.isTextual()
                        && STATUS.matcher(code.textValue()).matches())) {
            json.problem("status is a list of codes");
            return Set.of();
        }
        return codes.stream().map(JsonNode::textValue).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Has> within(StrictObject json, int wholes) {
        if (!json.has("within")) {
            return Optional.empty();
        }
        return json.object("within", part -> {
            if (wholes == 0) {
                part.problem("is within more than " + MOST_WHOLES + " others");
                return Optional.<Has>empty();
            }
            var whole = has(part, wholes - 1);
            if (whole.atLeast() > 1) {
                part.problem("is one record");
            }
            return Optional.of(whole);
        });
    }

    private static Concepts concepts(StrictObject json) {
        return switch (json.oneOf(List.of("is-a", "vs", "codes", "ecl"))) {
            case "ecl" ->
                new Concepts.Expression(json.text("ecl", EXPRESSION), json.has("sct") ? json.text("sct", EDITION) : "");
            case "is-a" -> new Concepts.IsA(concept(json.text("is-a", CONCEPT)));
            case "vs" -> new Concepts.InValueSet(json.text("vs", CANONICAL));
            case "codes" -> new Concepts.Codes(codes(json));
            default -> new Concepts.InValueSet("");
        };
    }

    private static Coding concept(String systemAndCode) {
        var bar = Math.max(systemAndCode.indexOf('|'), 0);
        return new Coding(
                systemAndCode.substring(0, bar), systemAndCode.substring(Math.min(bar + 1, systemAndCode.length())));
    }

    private static Set<Coding> codes(StrictObject json) {
        return json
                .objects(
                        "codes",
                        1,
                        MAX_CODES,
                        code -> new Coding(code.text("system", CANONICAL), code.text("code", CODE)))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Value> value(StrictObject json) {
        return switch (json.oneOf(List.of("op", "from", "concept", "abnormal"))) {
            case "op" -> Optional.of(comparison(json));
            case "from" -> range(json);
            case "concept" -> Optional.of(new Value.OneOf(json.object("concept", CohortReader::concepts)));
            case "abnormal" -> json.yes("abnormal") ? Optional.of(new Value.Abnormal()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Value> range(StrictObject json) {
        var from = json.decimal("from");
        var to = json.decimal("to");
        var unit = json.text("ucum", UCUM);
        if (from.compareTo(to) > 0) {
            json.problem("from is above to");
            return Optional.empty();
        }
        return Optional.of(new Value.Range(from, to, unit));
    }

    private static Comparison comparison(StrictObject json) {
        return new Comparison(
                json.word("op", Comparison.Operator.byCode()), json.decimal("val"), json.text("ucum", UCUM));
    }

    private static Optional<Window> window(StrictObject json) {
        var from = json.date("from");
        var to = json.date("to");
        if (to.isBefore(from)) {
            json.problem("ends before it begins");
            return Optional.empty();
        }
        return Optional.of(new Window(from, to));
    }
}
