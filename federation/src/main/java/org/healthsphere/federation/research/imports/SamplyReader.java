package org.healthsphere.federation.research.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Coding;

/**
 * Samply's tree: operands with children, and leaves of a key, a type and a value. Keys are those of its catalogues; what a key means there and
 * cannot be asked here is refused with its name. A diagnosis stands for itself and what is below it.
 */
final class SamplyReader {
    private static final Pattern ANY = Pattern.compile("(?s).{0,1000}");
    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");
    private static final Pattern CODE = Pattern.compile("[!-{}~]{1,128}");
    private static final Map<String, FactType> CODED = Map.of(
            "diagnosis", FactType.CONDITION, "procedure", FactType.PROCEDURE, "observation", FactType.OBSERVATION);
    private static final List<String> AGES = List.of("donor_age", "age", "pat_age");
    private static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";
    private static final int MOST = 64;
    private static final int DEEPEST = 16;
    private static final Cohort UNREAD = new Cohort.OfSex(Sex.UNKNOWN);

    private final LocalDate at;

    SamplyReader(LocalDate at) {
        this.at = at;
    }

    /** The tree, or the message of a portal that has it as a member. */
    Cohort cohort(StrictObject json) {
        if (!json.has("ast")) {
            return element(json, DEEPEST);
        }
        if (json.has("id")) {
            var _ = json.text("id", ANY);
        }
        return json.object("ast", tree -> element(tree, DEEPEST));
    }

    private Cohort element(StrictObject json, int depth) {
        if (json.has("nodeType")) {
            var _ = json.text("nodeType", Pattern.compile("branch|leaf"));
        }
        if (depth == 0) {
            json.problem("is nested deeper than " + DEEPEST);
            return UNREAD;
        }
        return json.has("operand") ? branch(json, depth) : leaf(json);
    }

    private Cohort branch(StrictObject json, int depth) {
        if (json.has("key")) {
            var _ = json.text("key", KEY);
        }
        var and = json.word("operand", Map.of("AND", true, "OR", false));
        var children = json.objects("children", 1, MOST, child -> element(child, depth - 1));
        if (children.isEmpty()) {
            return UNREAD;
        }
        if (children.size() == 1) {
            return children.getFirst();
        }
        return and ? new Cohort.And(children) : new Cohort.Or(children);
    }

    private Cohort leaf(StrictObject json) {
        var key = json.text("key", KEY);
        var type = json.text("type", KEY);
        var system = json.has("system") ? json.text("system", Pattern.compile("[!-{}~]{0,255}")) : "";
        var value = json.any("value");
        if (key.equals("gender")) {
            return equal(json, type) ? any(json, value, text -> sex(json, text)) : UNREAD;
        }
        if (AGES.contains(key)) {
            return age(json, type, value);
        }
        var fact = Optional.ofNullable(CODED.get(key));
        if (fact.isEmpty()) {
            json.problem("key " + key + " cannot be said in a cohort");
            return UNREAD;
        }
        if (system.isEmpty() && !key.equals("diagnosis")) {
            json.problem("key " + key + " has a system");
        }
        return equal(json, type)
                ? any(json, value, text -> has(json, fact.get(), system.isEmpty() ? ICD_10 : system, text))
                : UNREAD;
    }

    private static boolean equal(StrictObject json, String type) {
        var known = type.equals("EQUALS") || type.equals("IN");
        if (!known) {
            json.problem("type " + type + " cannot be said of such a key");
        }
        return known;
    }

    @FunctionalInterface
    private interface Reading {
        Cohort of(String text);
    }

    /** The value, or each of a list of them. */
    private static Cohort any(StrictObject json, JsonNode value, Reading reading) {
        var texts = value.isArray() ? value.valueStream().toList() : List.of(value);
        if (texts.isEmpty() || texts.size() > MOST || !texts.stream().allMatch(JsonNode::isTextual)) {
            json.problem("value is a text, or a list of texts");
            return UNREAD;
        }
        var parts = texts.stream().map(text -> reading.of(text.textValue())).toList();
        return parts.size() == 1 ? parts.getFirst() : new Cohort.Or(parts);
    }

    private static Cohort sex(StrictObject json, String text) {
        return Optional.ofNullable(Sex.byCode().get(text))
                .<Cohort>map(Cohort.OfSex::new)
                .orElseGet(() -> {
                    json.problem("gender is one of "
                            + Sex.byCode().keySet().stream().sorted().toList());
                    return UNREAD;
                });
    }

    private static Cohort has(StrictObject json, FactType type, String system, String code) {
        if (!CODE.matcher(code).matches()) {
            json.problem("value is no code");
            return UNREAD;
        }
        return new Cohort.Has(type, new Concepts.IsA(new Coding(system, code)), Optional.empty(), Optional.empty(), 1);
    }

    private Cohort age(StrictObject json, String type, JsonNode value) {
        var least = bound(value.path("min"), 0);
        var most = bound(value.path("max"), Cohort.Age.OLDEST);
        if (!type.equals("BETWEEN") || least.isEmpty() || most.isEmpty() || least.get() > most.get()) {
            json.problem("an age lies BETWEEN a min and a max of whole years, up to " + Cohort.Age.OLDEST);
            return UNREAD;
        }
        return new Cohort.Age(at, least.get(), most.get());
    }

    private static Optional<Integer> bound(JsonNode value, int usual) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.of(usual);
        }
        return Optional.of(value)
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .filter(number -> number.stripTrailingZeros().scale() <= 0
                        && number.signum() >= 0
                        && number.compareTo(BigDecimal.valueOf(Cohort.Age.OLDEST)) <= 0)
                .map(BigDecimal::intValue);
    }
}
